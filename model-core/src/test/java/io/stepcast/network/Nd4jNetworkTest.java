package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("nd4j")
class Nd4jNetworkTest {

    private static final TrainingConfig TRAINING = TrainingConfig.defaults();

    static List<NetworkShape> shapes() {
        return List.of(
                new RecurrentShape(Cell.LSTM, 2, 5, 4, 8, 3),
                new RecurrentShape(Cell.GRU, 2, 5, 4, 8, 3),
                new FeedForwardShape(5, 4, InputView.whole(5, 4), 8, 6, 3));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aBatchThatIsWorkedOffInChunksTeachesWhatItTeachesAsAWhole(NetworkShape shape) {
        Sample sample = new Sample(1);
        NetworkState initial = sample.state(shape);
        float[] outputs = new float[11 * 3];
        float[] expected = new float[11 * 3];
        try (SequenceNetwork chunked = new Nd4jNetwork(shape, TRAINING, initial, DataType.FLOAT, 4);
                SequenceNetwork whole = new Nd4jNetwork(shape, TRAINING, initial)) {
            for (int step = 0; step < 3; step++) {
                float[] windows = sample.windows(shape, 11);
                int[] steps = sample.steps(shape, 11);
                float[] labels = sample.labels(shape, 11);
                TrainingStep actual = chunked.train(windows, steps, labels, 11, 1e-3, outputs);
                TrainingStep required = whole.train(windows, steps, labels, 11, 1e-3, expected);
                assertThat(outputs).containsExactly(expected, within(1e-5f));
                assertThat(((TrainingStep.Applied) actual).loss())
                        .isCloseTo(((TrainingStep.Applied) required).loss(), within(1e-5));
                chunked.predict(windows, steps, 11, outputs);
                whole.predict(windows, steps, 11, expected);
                assertThat(outputs).containsExactly(expected, within(1e-5f));
            }
            assertThat(chunked.state().parameters())
                    .containsExactly(whole.state().parameters(), within(1e-5f));
            assertThat(chunked.state().firstMoment())
                    .containsExactly(whole.state().firstMoment(), within(1e-5f));
        }
    }

    @Test
    void namesItsDevice() {
        NetworkShape shape = RecurrentShape.lstm(2, 3, 4, 1);
        try (SequenceNetwork network = new Nd4jNetwork(shape, TRAINING, new Sample(1).state(shape))) {
            assertThat(network.device()).isEqualTo("cpu, ND4J CpuBackend");
        }
    }
}
