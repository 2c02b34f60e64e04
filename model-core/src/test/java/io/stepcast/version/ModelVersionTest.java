package io.stepcast.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ModelVersionTest {

    private static final String TORCH_ENCODING =
            new InputEncoding(List.of("a", "b"), 3, new WindowConfig(2, 6, 0, 0)).toJson();
    private static final WindowConfig WINDOW = new WindowConfig(2, 4, 60_000, 0);

    @Test
    void aFileThatTorchWrotePredictsWhatTorchPredicts() throws IOException {
        Safetensors golden = Safetensors.fromBytes(bytes("torch-golden.safetensors"));
        float[] windows = golden(golden, "windows");
        float[] outputs = golden(golden, "outputs");
        try (ModelVersion version = ModelVersion.open(bytes("torch-lstm.safetensors"), TORCH_ENCODING)) {
            for (int i = 0; i < 4; i++) {
                float[] window = Arrays.copyOfRange(windows, i * 6 * 3, (i + 1) * 6 * 3);
                assertThat(version.predict(window))
                        .containsExactly(Arrays.copyOfRange(outputs, 2 * i, 2 * i + 2), within(1e-5f));
            }
        }
    }

    @Test
    void readingsGoInAndTheNextReadingComesOut() {
        InputEncoding encoding = InputEncoding.of(WINDOW, List.of("load", "wind"));
        NetworkShape shape = RecurrentShape.lstm(4, encoding.inputs(), 3, 2);
        float[] parameters = new float[shape.parameters()];
        // Weights of zero: the output is the head's bias, the last two parameters.
        parameters[parameters.length - 2] = 0.5f;
        parameters[parameters.length - 1] = -2;
        byte[] file = file(NetworkState.untrained(shape, parameters), encoding);
        try (ModelVersion version = ModelVersion.open(file)) {
            SeriesWindow window = version.newWindow();
            window.add(new Reading("s", 0, new double[] {1, 10}));
            Arrival.Advanced arrival = (Arrival.Advanced) window.add(new Reading("s", 60_000, new double[] {3, 9}));
            WindowStep step = arrival.step();

            assertThat(version.predict(step))
                    .containsExactly(
                            new double[] {3 + 0.5 * step.stepScale()[0], 9 - 2 * step.stepScale()[1]}, within(1e-6));
        }
    }

    @Test
    void aPublishedFileGivesTheNetworkBack() {
        InputEncoding encoding = InputEncoding.of(WINDOW, List.of("load", "wind"));
        NetworkShape shape = RecurrentShape.lstm(4, encoding.inputs(), 5, 2);
        float[] input = new float[4 * encoding.inputs()];
        for (int i = 0; i < input.length; i++) {
            input[i] = (i % 7 - 3) / 3f;
        }
        float[] expected = new float[2];
        try (SequenceNetwork network = Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, 11)) {
            network.train(input, new int[] {4}, new float[] {1, -1}, 1, 0.1, expected);
            network.predict(input, new int[] {4}, 1, expected);
            try (ModelVersion version = ModelVersion.open(file(network.state(), encoding))) {
                assertThat(version.encoding()).isEqualTo(encoding);
                assertThat(version.predict(input)).isEqualTo(expected);
                assertThatThrownBy(() -> version.predict(new float[3]))
                        .hasMessage("a window must hold 1 to 4 time steps of 6 numbers, got 3 numbers");
            }
        }
    }

    @Test
    void anEnsemblePredictsTheMeanOfItsNetworks() throws IOException {
        Safetensors golden = Safetensors.fromBytes(bytes("torch-members-golden.safetensors"));
        float[] windows = golden(golden, "windows");
        try (ModelVersion version = ModelVersion.open(bytes("torch-members.safetensors"), TORCH_ENCODING)) {
            assertThat(version.members().keySet()).containsExactly("lstm", "gru", "gru2", "mlp");
            for (int i = 0; i < 4; i++) {
                int steps = (int) golden(golden, "steps")[i];
                float[] window = Arrays.copyOfRange(windows, ((i + 1) * 6 - steps) * 3, (i + 1) * 6 * 3);
                float[] mean = new float[2];
                for (String member : version.members().keySet()) {
                    float[] outputs = golden(golden, member + ".outputs");
                    mean[0] += outputs[2 * i] / 4;
                    mean[1] += outputs[2 * i + 1] / 4;
                }
                assertThat(version.predict(window)).containsExactly(mean, within(1e-5f));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        byte[] torch = bytes("torch-lstm.safetensors");
        String other = new InputEncoding(List.of("a", "b"), 4, new WindowConfig(2, 6, 0, 0)).toJson();

        assertThatThrownBy(() -> ModelVersion.open(torch))
                .hasMessage("the file's metadata must hold its encoding, got [format]");
        assertThatThrownBy(() -> ModelVersion.open(torch, other))
                .hasMessageEndingWith("must have the shape [20, 4], got [20, 3]");
        assertThatThrownBy(() -> ModelVersion.open(
                        torch, new InputEncoding(List.of("a"), 3, new WindowConfig(1, 6, 0, 0)).toJson()))
                .hasMessage("the encoding tells of 1 features, the network has 2 outputs");
        assertThatThrownBy(() -> ModelVersion.open(bytes("torch-golden.safetensors"), TORCH_ENCODING))
                .hasMessageStartingWith("an LSTM or GRU requires the matrix weight_hh_l0, got [");
    }

    @Test
    void aClosedVersionHasClosedItsNetworks() {
        InputEncoding encoding = InputEncoding.of(WINDOW, List.of("load", "wind"));
        NetworkShape shape = RecurrentShape.lstm(4, encoding.inputs(), 3, 2);
        byte[] file = file(NetworkState.untrained(shape, new float[shape.parameters()]), encoding);
        ModelVersion version = ModelVersion.open(file);
        SequenceNetwork network = version.members().values().iterator().next();
        version.close();
        assertThatThrownBy(network::state).hasMessage("this network is closed");
    }

    private static byte[] file(NetworkState state, InputEncoding encoding) {
        return Safetensors.of(state, Map.of(ModelVersion.ENCODING, encoding.toJson()))
                .toBytes();
    }

    private static float[] golden(Safetensors golden, String name) {
        return Objects.requireNonNull(golden.tensors().get(name), name).values();
    }

    /** A file that PyTorch made, see torch_golden.py beside it. */
    private static byte[] bytes(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ModelVersionTest.class.getResourceAsStream("/io/stepcast/network/" + name))) {
            return in.readAllBytes();
        }
    }
}
