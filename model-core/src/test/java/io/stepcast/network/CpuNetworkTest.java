package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CpuNetworkTest {

    static List<NetworkShape> shapes() {
        return List.of(
                RecurrentShape.lstm(8, 23, 32, 7),
                new RecurrentShape(Cell.LSTM, 2, 8, 23, 32, 7),
                new RecurrentShape(Cell.GRU, 1, 8, 23, 32, 7),
                new FeedForwardShape(8, 23, InputView.whole(8, 23), 128, 64, 7));
    }

    private static SequenceNetwork network(NetworkState initial) {
        return new CpuNetwork(initial.shape(), TrainingConfig.defaults(), initial);
    }

    @Test
    void namesItsLibraryKernelAndThreads() {
        Sample sample = new Sample(1);
        try (SequenceNetwork network = network(sample.state(RecurrentShape.lstm(2, 3, 4, 1)))) {
            assertThat(network.device()).matches("cpu, OpenBLAS 0\\.3\\.19 \\w+, 1 thread");
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aPredictionDoesNotDependOnTheWindowsBesideItWithAnAvx512Kernel(NetworkShape shape) {
        assumeThat(OpenBlas.instance().wide())
                .as("kernel " + OpenBlas.instance().kernel())
                .isTrue();
        Sample sample = new Sample(2);
        float[] windows = sample.windows(shape, 700);
        int[] steps = sample.steps(shape, 700);
        int perWindow = shape.time() * shape.inputs();
        float[] alone = new float[700 * shape.outputs()];
        try (SequenceNetwork network = network(sample.state(shape))) {
            float[] one = new float[shape.outputs()];
            for (int i = 0; i < 700; i++) {
                network.predict(
                        Arrays.copyOfRange(windows, i * perWindow, (i + 1) * perWindow), new int[] {steps[i]}, 1, one);
                System.arraycopy(one, 0, alone, i * one.length, one.length);
            }
            for (int batch : new int[] {2, 3, 4, 7, 16, 33, 100, 700}) {
                float[] together = new float[batch * shape.outputs()];
                network.predict(windows, steps, batch, together);
                assertThat(together).isEqualTo(Arrays.copyOf(alone, together.length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aStepAllocatesNoArrays(NetworkShape shape) {
        Sample sample = new Sample(3);
        float[] windows = sample.windows(shape, 16);
        int[] steps = sample.steps(shape, 16);
        float[] labels = sample.labels(shape, 16);
        float[] outputs = new float[16 * 7];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (SequenceNetwork network = network(sample.state(shape))) {
            network.train(windows, steps, labels, 16, 1e-3, outputs);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < 1000; step++) {
                network.predict(windows, steps, 16, outputs);
                network.train(windows, steps, labels, 16, 1e-3, outputs);
            }
            long perStep = (threads.getCurrentThreadAllocatedBytes() - before) / 1000;
            // Small records only, such as the result; one hidden state of the batch would be 2 kB.
            assertThat(perStep).isLessThan(512);
        }
    }
}
