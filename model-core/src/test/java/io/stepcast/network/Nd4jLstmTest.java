package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("nd4j")
class Nd4jLstmTest extends RecurrentConformance {

    @Override
    NetworkShape shape(int time, int inputs, int hidden, int outputs) {
        return RecurrentShape.lstm(time, inputs, hidden, outputs);
    }

    @Override
    SequenceNetwork network(TrainingConfig training, NetworkState initial) {
        return new Nd4jLstm((RecurrentShape) initial.shape(), training, initial);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void gradientsInDoubleAgreeWithFiniteDifferences(long seed) {
        Sample sample = new Sample(seed);
        RecurrentShape shape = RecurrentShape.lstm(4, 3, 5, 2);
        NetworkState state = sample.state(shape);
        float[] windows = sample.windows(shape, 3);
        int[] steps = sample.steps(shape, 3);
        float[] labels = sample.labels(shape, 3);
        float[] gradient = new float[shape.parameters()];
        float[] unused = new float[shape.parameters()];
        ParameterLayout layout = new ParameterLayout(shape);
        try (SequenceNetwork network = new Nd4jLstm(shape, TrainingConfig.defaults(), state, DataType.DOUBLE)) {
            network.gradient(windows, steps, labels, 3, gradient);
            for (int i = 0; i < gradient.length; i++) {
                if (i >= layout.block("bias_hh_l0").offset()
                        && i < layout.block("head.weight").offset()) {
                    assertThat(gradient[i]).isZero();
                    continue;
                }
                // The state travels in single precision, so the true distance is measured.
                float[] above = state.parameters().clone();
                float[] below = state.parameters().clone();
                above[i] += 1e-3f;
                below[i] -= 1e-3f;
                network.restore(NetworkState.untrained(shape, above));
                double lossAbove = network.gradient(windows, steps, labels, 3, unused);
                network.restore(NetworkState.untrained(shape, below));
                double lossBelow = network.gradient(windows, steps, labels, 3, unused);
                double slope = (lossAbove - lossBelow) / ((double) above[i] - below[i]);
                assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(slope, within(1e-6));
            }
        }
    }
}
