package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The devices against each other, and states on the way between them. */
@Tag("nd4j")
class BackendsAgreeTest {

    private static final TrainingConfig TRAINING = TrainingConfig.defaults();

    static List<NetworkShape> shapes() {
        return List.of(
                RecurrentShape.lstm(8, 10, 32, 3),
                new RecurrentShape(Cell.LSTM, 2, 8, 10, 32, 3),
                new RecurrentShape(Cell.GRU, 1, 8, 10, 32, 3),
                new RecurrentShape(Cell.GRU, 4, 8, 10, 16, 3),
                new FeedForwardShape(8, 10, InputView.whole(8, 10), 64, 32, 3));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void fiftyTrainingStepsGiveTheSameNetwork(NetworkShape shape) {
        Sample sample = new Sample(1);
        NetworkState initial = NetworkState.untrained(shape, ParameterLayout.draw(shape, 1));
        float[] windows = sample.windows(shape, 16);
        float[] fast = new float[16 * 3];
        float[] composed = new float[16 * 3];
        try (SequenceNetwork openBlas = new CpuNetwork(shape, TRAINING, initial);
                SequenceNetwork nd4j = new Nd4jNetwork(shape, TRAINING, initial)) {
            for (int step = 0; step < 50; step++) {
                int batch = sample.batch();
                float[] batchWindows = sample.windows(shape, batch);
                int[] steps = sample.steps(shape, batch);
                float[] labels = sample.labels(shape, batch);
                double fastLoss = loss(openBlas.train(batchWindows, steps, labels, batch, 1e-3, new float[batch * 3]));
                double composedLoss = loss(nd4j.train(batchWindows, steps, labels, batch, 1e-3, new float[batch * 3]));
                assertThat(fastLoss).isCloseTo(composedLoss, within(1e-4));
            }
            openBlas.predict(windows, Sample.whole(shape, 16), 16, fast);
            nd4j.predict(windows, Sample.whole(shape, 16), 16, composed);
            assertThat(fast).containsExactly(composed, within(1e-4f));
            assertThat(openBlas.state().parameters())
                    .containsExactly(nd4j.state().parameters(), within(1e-4f));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aStateMovesFromOneDeviceToAnotherAndBackWithoutLosingABit(NetworkShape shape) {
        Sample sample = new Sample(2);
        NetworkState initial = sample.state(shape);
        float[] windows = sample.windows(shape, 4);
        float[] labels = sample.labels(shape, 4);
        try (SequenceNetwork openBlas = new CpuNetwork(shape, TRAINING, initial);
                SequenceNetwork nd4j = new Nd4jNetwork(shape, TRAINING, sample.state(shape))) {
            openBlas.train(windows, Sample.whole(shape, 4), labels, 4, 1e-3, new float[4 * 3]);
            nd4j.restore(openBlas.state());
            SequenceNetworkConformance.assertSameBits(nd4j.state(), openBlas.state());
            nd4j.train(windows, Sample.whole(shape, 4), labels, 4, 1e-3, new float[4 * 3]);
            openBlas.restore(nd4j.state());
            SequenceNetworkConformance.assertSameBits(openBlas.state(), nd4j.state());
            assertThat(openBlas.state().steps()).isEqualTo(2);
        }
    }

    private static double loss(TrainingStep step) {
        return ((TrainingStep.Applied) step).loss();
    }
}
