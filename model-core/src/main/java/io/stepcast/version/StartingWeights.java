package io.stepcast.version;

import io.stepcast.network.NetworkFile;
import io.stepcast.network.NetworkState;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.Safetensors;
import io.stepcast.window.WindowConfig;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Weights from a file that a new network of the service begins with, where the file's inputs are made as the service makes them. */
public final class StartingWeights {

    /** Features are compared by their names; a gap's limit changes no input. */
    private static final Set<String> FREE = Set.of("features", "maxGap");

    private StartingWeights() {}

    /**
     * The state of a network that has these weights and has taken no step yet.
     *
     * @param safetensors bytes of a file that a fit with the service's configuration or an export of a model version wrote
     * @param encoding how the service makes the inputs
     * @param shape of the service's network
     * @throws IllegalArgumentException if the bytes are no such file, or their network sees other inputs or has another shape; the
     *     message names every difference
     */
    public static NetworkState read(byte[] safetensors, InputEncoding encoding, RecurrentShape shape) {
        Safetensors file = Safetensors.fromBytes(safetensors);
        String json = file.metadata().get(ModelVersion.ENCODING);
        if (json == null) {
            throw new IllegalArgumentException("its metadata must hold the encoding of its inputs, got "
                    + file.metadata().keySet());
        }
        if (ScaledEncoding.isOne(json)) {
            throw new IllegalArgumentException(
                    "its inputs must be encoded as the job's, by each series' running scale, got "
                            + ScaledEncoding.kindOf(json) + " scaling by the rows of a file (fit it with --config)");
        }
        List<String> differences = differences(InputEncoding.fromJson(json), encoding);
        RecurrentShape there = NetworkFile.recurrentShape(file, shape.time());
        add(differences, "the cell", there.cell(), shape.cell());
        add(differences, "the number of layers", there.layers(), shape.layers());
        add(differences, "the number of hidden units", there.hidden(), shape.hidden());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("its network must be the job's, but " + String.join(", ", differences));
        }
        return NetworkState.untrained(shape, file.parameters(shape));
    }

    private static void add(List<String> differences, String what, Object there, Object here) {
        if (!there.equals(here)) {
            differences.add(what + " is " + there + " there and " + here + " here");
        }
    }

    /** In the words of the window configuration's components, so that a new one is compared too. */
    private static List<String> differences(InputEncoding there, InputEncoding here) {
        List<String> differences = new ArrayList<>();
        add(differences, "features", there.features(), here.features());
        for (RecordComponent component : WindowConfig.class.getRecordComponents()) {
            if (!FREE.contains(component.getName())) {
                Object was = value(component, there.windowConfig());
                String name = component.getName().equals("length") ? "window" : component.getName();
                add(differences, name, was, value(component, here.windowConfig()));
            }
        }
        if (differences.isEmpty()) {
            add(differences, "the number of inputs per time step", there.inputs(), here.inputs());
        }
        return differences;
    }

    private static Object value(RecordComponent component, WindowConfig config) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record's components can be read", e);
        }
    }
}
