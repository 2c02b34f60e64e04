package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of network, with windows of different lengths, against numbers that PyTorch computed: see torch_members_golden.py. */
class TorchMembersTest {

    private static final TrainingConfig TRAINING = new TrainingConfig(0.9, 0.999, 0.1, 0.3, 1.0);
    private static final Map<String, NetworkState> MEMBERS =
            NetworkFile.read(resource("torch-members.safetensors"), 6, 3);
    private static final Safetensors GOLDEN = resource("torch-members-golden.safetensors");

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "gru2", "mlp"})
    void openBlasComputesWhatTorchComputes(String member) {
        check(member, initial -> new CpuNetwork(initial.shape(), TRAINING, initial));
    }

    @ParameterizedTest
    @Tag("nd4j")
    @ValueSource(strings = {"lstm", "gru", "gru2", "mlp"})
    void nd4jComputesWhatTorchComputes(String member) {
        check(member, initial -> new Nd4jNetwork(initial.shape(), TRAINING, initial));
    }

    private static void check(String member, Function<NetworkState, SequenceNetwork> maker) {
        NetworkState initial = Objects.requireNonNull(MEMBERS.get(member));
        float[] windows = golden("windows");
        int[] steps = {6, 1, 3, 5};
        assertThat(golden("steps")).containsExactly(6, 1, 3, 5);
        float[] labels = golden("labels");
        float[] losses = golden(member + ".losses");
        float[] norms = golden(member + ".norms");
        float[] outputs = new float[8];
        float[] gradient = new float[initial.shape().parameters()];
        try (SequenceNetwork network = maker.apply(initial)) {
            network.predict(windows, steps, 4, outputs);
            network.gradient(windows, steps, labels, 4, gradient);
            assertThat(outputs).containsExactly(golden(member + ".outputs"), within(1e-5f));
            assertThat(gradient).containsExactly(parameters(member + ".gradient.", initial.shape()), within(1e-5f));
            for (int step = 0; step < losses.length; step++) {
                TrainingStep.Applied applied =
                        (TrainingStep.Applied) network.train(windows, steps, labels, 4, 1e-2, outputs);
                assertThat(applied.loss()).isCloseTo(losses[step], within(1e-5));
                assertThat(applied.gradientNorm()).isCloseTo(norms[step], within(1e-5));
            }
            assertThat(network.state().parameters())
                    .containsExactly(parameters(member + ".trained.", initial.shape()), within(2e-5f));
        }
    }

    private static float[] golden(String name) {
        return Objects.requireNonNull(GOLDEN.tensors().get(name), name).values();
    }

    private static float[] parameters(String prefix, NetworkShape shape) {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        GOLDEN.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        return new Safetensors(tensors, Map.of()).parameters(shape);
    }

    private static Safetensors resource(String name) {
        try (InputStream in = Objects.requireNonNull(TorchMembersTest.class.getResourceAsStream(name), name)) {
            return Safetensors.fromBytes(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
