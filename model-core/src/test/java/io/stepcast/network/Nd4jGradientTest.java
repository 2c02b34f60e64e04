package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("nd4j")
class Nd4jGradientTest {

    static List<NetworkShape> shapes() {
        return List.of(
                RecurrentShape.lstm(4, 3, 3, 2),
                new RecurrentShape(Cell.LSTM, 3, 4, 3, 2, 2),
                new RecurrentShape(Cell.GRU, 1, 4, 3, 3, 2),
                new RecurrentShape(Cell.GRU, 3, 4, 3, 2, 2),
                new FeedForwardShape(4, 3, new Sample(1).view(4, 3, 7), 5, 4, 2));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsInDoubleAgreeWithFiniteDifferences(NetworkShape shape) {
        Sample sample = new Sample(shape.parameters());
        NetworkState state = sample.state(shape);
        float[] windows = sample.windows(shape, 5);
        int[] steps = {4, 2, 4, 1, 3};
        float[] labels = sample.labels(shape, 5);
        float[] gradient = new float[shape.parameters()];
        float[] unused = new float[shape.parameters()];
        boolean[] still = new boolean[shape.parameters()];
        for (ParameterLayout.TwinBias twin : new ParameterLayout(shape).twins()) {
            Arrays.fill(still, twin.zero(), twin.zero() + twin.length(), true);
        }
        try (SequenceNetwork network = new Nd4jNetwork(shape, TrainingConfig.defaults(), state, DataType.DOUBLE, 5)) {
            network.gradient(windows, steps, labels, 5, gradient);
            for (int i = 0; i < gradient.length; i++) {
                if (still[i]) {
                    assertThat(gradient[i]).isZero();
                    continue;
                }
                // The state travels in single precision, so the true distance is measured.
                float[] above = state.parameters().clone();
                float[] below = state.parameters().clone();
                above[i] += 1e-4f;
                below[i] -= 1e-4f;
                network.restore(NetworkState.untrained(shape, above));
                double lossAbove = network.gradient(windows, steps, labels, 5, unused);
                network.restore(NetworkState.untrained(shape, below));
                double lossBelow = network.gradient(windows, steps, labels, 5, unused);
                double slope = (lossAbove - lossBelow) / ((double) above[i] - below[i]);
                assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(slope, within(1e-7));
            }
        }
    }
}
