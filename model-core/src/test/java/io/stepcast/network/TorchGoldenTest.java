package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The networks against numbers that PyTorch computed, see torch_golden.py beside the files. */
class TorchGoldenTest {

    private static final RecurrentShape SHAPE = RecurrentShape.lstm(6, 3, 5, 2);
    private static final TrainingConfig TRAINING = new TrainingConfig(0.9, 0.999, 0.1, 0.3, 1.0);

    private final Safetensors weights = read("torch-lstm.safetensors");
    private final Safetensors golden = read("torch-golden.safetensors");

    @Test
    void openBlasComputesWhatTorchComputes() {
        check((training, state) -> new CpuNetwork(SHAPE, training, state));
    }

    @Test
    @Tag("nd4j")
    void nd4jComputesWhatTorchComputes() {
        check((training, state) -> new Nd4jNetwork(SHAPE, training, state));
    }

    private void check(BiFunction<TrainingConfig, NetworkState, SequenceNetwork> maker) {
        assertThat(weights.metadata()).isEqualTo(Map.of("format", "pt"));
        float[] windows = golden("windows");
        float[] labels = golden("labels");
        float[] losses = golden("losses");
        float[] norms = golden("norms");
        float[] outputs = new float[8];
        float[] gradient = new float[SHAPE.parameters()];
        NetworkState initial = NetworkState.untrained(SHAPE, weights.parameters(SHAPE));
        try (SequenceNetwork network = maker.apply(TRAINING, initial)) {
            network.predict(windows, Sample.whole(SHAPE, 4), 4, outputs);
            network.gradient(windows, Sample.whole(SHAPE, 4), labels, 4, gradient);
            assertThat(outputs).containsExactly(golden("outputs"), within(1e-5f));
            assertThat(gradient).containsExactly(parameters("gradient."), within(1e-5f));
            for (int step = 0; step < losses.length; step++) {
                TrainingStep.Applied applied =
                        (TrainingStep.Applied) network.train(windows, Sample.whole(SHAPE, 4), labels, 4, 1e-2, outputs);
                assertThat(applied.loss()).isCloseTo(losses[step], within(1e-5));
                assertThat(applied.gradientNorm()).isCloseTo(norms[step], within(1e-5));
            }
            assertThat(network.state().parameters()).containsExactly(parameters("trained."), within(1e-5f));
        }
    }

    private float[] golden(String name) {
        return Objects.requireNonNull(golden.tensors().get(name), name).values();
    }

    /** One of the sets of parameters in the golden file; the second bias is not among them, it was zero. */
    private float[] parameters(String prefix) {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        golden.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        Safetensors.Tensor bias = Objects.requireNonNull(weights.tensors().get("bias_hh_l0"));
        float[] zeros = bias.values().clone();
        Arrays.fill(zeros, 0);
        tensors.put("bias_hh_l0", new Safetensors.Tensor(bias.shape(), zeros));
        return new Safetensors(tensors, Map.of()).parameters(SHAPE);
    }

    private static Safetensors read(String resource) {
        try (InputStream in = Objects.requireNonNull(TorchGoldenTest.class.getResourceAsStream(resource), resource)) {
            return Safetensors.fromBytes(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
