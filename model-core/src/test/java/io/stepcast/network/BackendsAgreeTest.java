package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The devices against each other, and states on the way between them. */
@Tag("nd4j")
class BackendsAgreeTest {

    private static final RecurrentShape SHAPE = RecurrentShape.lstm(8, 10, 32, 3);
    private static final TrainingConfig TRAINING = TrainingConfig.defaults();

    @Test
    void fiftyTrainingStepsGiveTheSameNetwork() {
        Sample sample = new Sample(1);
        NetworkState initial = NetworkState.untrained(SHAPE, ParameterLayout.draw(SHAPE, 1));
        float[] windows = sample.windows(SHAPE, 16);
        float[] fast = new float[16 * 3];
        float[] composed = new float[16 * 3];
        try (SequenceNetwork openBlas = new CpuNetwork(SHAPE, TRAINING, initial);
                SequenceNetwork nd4j = new Nd4jLstm(SHAPE, TRAINING, initial)) {
            for (int step = 0; step < 50; step++) {
                int batch = sample.batch();
                float[] batchWindows = sample.windows(SHAPE, batch);
                int[] steps = sample.steps(SHAPE, batch);
                float[] labels = sample.labels(SHAPE, batch);
                double fastLoss = loss(openBlas.train(batchWindows, steps, labels, batch, 1e-3, new float[batch * 3]));
                double composedLoss = loss(nd4j.train(batchWindows, steps, labels, batch, 1e-3, new float[batch * 3]));
                assertThat(fastLoss).isCloseTo(composedLoss, within(1e-4));
            }
            openBlas.predict(windows, Sample.whole(SHAPE, 16), 16, fast);
            nd4j.predict(windows, Sample.whole(SHAPE, 16), 16, composed);
            assertThat(fast).containsExactly(composed, within(1e-4f));
            assertThat(openBlas.state().parameters())
                    .containsExactly(nd4j.state().parameters(), within(1e-4f));
        }
    }

    @Test
    void aStateMovesFromOneDeviceToAnotherAndBackWithoutLosingABit() {
        Sample sample = new Sample(2);
        NetworkState initial = sample.state(SHAPE);
        float[] windows = sample.windows(SHAPE, 4);
        float[] labels = sample.labels(SHAPE, 4);
        try (SequenceNetwork openBlas = new CpuNetwork(SHAPE, TRAINING, initial);
                SequenceNetwork nd4j = new Nd4jLstm(SHAPE, TRAINING, sample.state(SHAPE))) {
            openBlas.train(windows, Sample.whole(SHAPE, 4), labels, 4, 1e-3, new float[4 * 3]);
            nd4j.restore(openBlas.state());
            SequenceNetworkConformance.assertSameBits(nd4j.state(), openBlas.state());
            nd4j.train(windows, Sample.whole(SHAPE, 4), labels, 4, 1e-3, new float[4 * 3]);
            openBlas.restore(nd4j.state());
            SequenceNetworkConformance.assertSameBits(openBlas.state(), nd4j.state());
            assertThat(openBlas.state().steps()).isEqualTo(2);
        }
    }

    private static double loss(TrainingStep step) {
        return ((TrainingStep.Applied) step).loss();
    }
}
