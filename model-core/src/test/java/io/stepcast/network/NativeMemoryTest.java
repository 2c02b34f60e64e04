package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NativeMemoryTest {

    static List<NetworkShape> shapes() {
        return List.of(
                RecurrentShape.lstm(8, 5, 32, 3),
                new RecurrentShape(Cell.GRU, 3, 8, 5, 32, 3),
                new FeedForwardShape(8, 5, InputView.whole(8, 5), 64, 32, 3));
    }

    /** JavaCPP counts the bytes that it holds; what the garbage collector frees for others meanwhile only makes them fewer. */
    @ParameterizedTest
    @MethodSource("shapes")
    void aClosedNetworkHasGivenAllItsNativeMemoryBack(NetworkShape shape) {
        Sample sample = new Sample(1);
        SequenceNetwork first = new CpuNetwork(shape, TrainingConfig.defaults(), sample.state(shape));
        first.close();

        long before = Pointer.totalBytes();
        SequenceNetwork network = new CpuNetwork(shape, TrainingConfig.defaults(), sample.state(shape));
        long weights = Pointer.totalBytes() - before;
        // Each larger batch needs more room than the one before.
        for (int batch : new int[] {1, 2, 40, 3}) {
            network.train(
                    sample.windows(shape, batch),
                    sample.steps(shape, batch),
                    sample.labels(shape, batch),
                    batch,
                    1e-3,
                    new float[batch * 3]);
        }
        assertThat(weights).isGreaterThan(4L * shape.parameters());
        network.close();

        assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
    }
}
