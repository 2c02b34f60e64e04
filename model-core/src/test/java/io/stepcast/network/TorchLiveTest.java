package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A published file in PyTorch itself, where there is a Python with torch and safetensors: {@code python3}, or the one that {@code
 * -Dstepcast.python=FILE} names. Elsewhere {@link TorchMembersTest} stands for it.
 */
class TorchLiveTest {

    private static final String PYTHON = System.getProperty("stepcast.python", "python3");
    private static final int TIME = 8;
    private static final int INPUTS = 5;

    @TempDir
    private Path folder;

    @Test
    void aPublishedFileGivesTheSamePredictionsInPyTorch() throws Exception {
        assumeThat(run("-c", "import torch, safetensors"))
                .as("torch for " + PYTHON)
                .isZero();
        Sample sample = new Sample(1);
        Map<String, NetworkShape> shapes = new LinkedHashMap<>();
        shapes.put("lstm", RecurrentShape.lstm(TIME, INPUTS, 32, 3));
        shapes.put("lstm2", new RecurrentShape(Cell.LSTM, 4, TIME, INPUTS, 16, 3));
        shapes.put("gru", new RecurrentShape(Cell.GRU, 2, TIME, INPUTS, 16, 3));
        shapes.put("mlp", new FeedForwardShape(TIME, INPUTS, sample.view(TIME, INPUTS, 30), 128, 64, 3));
        float[] windows = sample.windows(RecurrentShape.lstm(TIME, INPUTS, 1, 3), 20);
        int[] steps = sample.steps(RecurrentShape.lstm(TIME, INPUTS, 1, 3), 20);
        float[] labels = sample.labels(RecurrentShape.lstm(TIME, INPUTS, 1, 3), 20);
        Map<String, NetworkState> members = new LinkedHashMap<>();
        Map<String, float[]> predicted = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            try (SequenceNetwork network = Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, 3)) {
                float[] outputs = new float[60];
                for (int step = 0; step < 100; step++) {
                    network.train(windows, steps, labels, 20, 1e-2, outputs);
                }
                network.predict(windows, steps, 20, outputs);
                members.put(name, network.state());
                predicted.put(name, outputs);
            }
        });
        Path file = write("version.safetensors", NetworkFile.of(members, Map.of("encoding", "{}")));
        Path inputs = write("windows.safetensors", inputs(windows, steps));
        Path outputs = folder.resolve("outputs.safetensors");
        Path script = Path.of(Objects.requireNonNull(TorchLiveTest.class.getResource("torch_networks.py"))
                .toURI());

        assertThat(run(script.toString(), file.toString(), inputs.toString(), outputs.toString()))
                .isZero();

        Safetensors torch = Safetensors.fromBytes(Files.readAllBytes(outputs));
        assertThat(torch.tensors()).containsOnlyKeys(predicted.keySet());
        torch.tensors()
                .forEach((name, tensor) -> assertThat(tensor.values())
                        .as(name)
                        .containsExactly(Objects.requireNonNull(predicted.get(name)), within(1e-5f)));
    }

    private static Safetensors inputs(float[] windows, int[] steps) {
        float[] counts = new float[steps.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = steps[i];
        }
        return new Safetensors(
                Map.of(
                        "windows", new Safetensors.Tensor(List.of(steps.length, TIME, INPUTS), windows),
                        "steps", new Safetensors.Tensor(List.of(steps.length), counts)),
                Map.of());
    }

    private Path write(String name, Safetensors file) throws IOException {
        return Files.write(folder.resolve(name), file.toBytes());
    }

    /** The exit code of Python with these arguments; -1 where there is no Python. */
    private int run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.log").toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
