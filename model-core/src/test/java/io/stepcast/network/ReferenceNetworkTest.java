package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceNetworkTest {

    static List<NetworkShape> shapes() {
        return List.of(
                RecurrentShape.lstm(1, 3, 4, 2),
                RecurrentShape.lstm(4, 3, 4, 2),
                new RecurrentShape(Cell.LSTM, 3, 3, 3, 3, 2),
                new RecurrentShape(Cell.GRU, 1, 4, 3, 4, 2),
                new RecurrentShape(Cell.GRU, 2, 3, 3, 3, 2),
                new FeedForwardShape(4, 3, new Sample(1).view(4, 3, 7), 5, 4, 2));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsAgreeWithCentralDifferences(NetworkShape shape) {
        Sample sample = new Sample(shape.parameters());
        ReferenceNetwork reference = new ReferenceNetwork(sample.state(shape), TrainingConfig.defaults());
        float[] windows = sample.windows(shape, 3);
        int[] steps = sample.steps(shape, 3);
        float[] labels = sample.labels(shape, 3);
        boolean[] still = new boolean[shape.parameters()];
        for (ParameterLayout.TwinBias twin : new ParameterLayout(shape).twins()) {
            for (int i = 0; i < twin.length(); i++) {
                still[twin.zero() + i] = true;
            }
        }

        double[] gradient = reference.gradient(windows, steps, labels, 3);

        double h = 1e-5;
        for (int i = 0; i < gradient.length; i++) {
            if (still[i]) {
                assertThat(gradient[i]).isZero();
                continue;
            }
            double value = reference.parameters[i];
            reference.parameters[i] = value + h;
            double above = reference.loss(windows, steps, labels, 3);
            reference.parameters[i] = value - h;
            double below = reference.loss(windows, steps, labels, 3);
            reference.parameters[i] = value;
            assertThat(gradient[i]).as("parameter %d", i).isCloseTo((above - below) / (2 * h), within(1e-8));
        }
    }
}
