package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.state.StateBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SmallPartsTest {

    @Test
    void whatIsAddedToTheLearningRateFallsToNothing() {
        assertThat(LearningRate.early(0)).isCloseTo(1, within(1e-12));
        assertThat(LearningRate.early(1440)).isCloseTo(0.5, within(1e-12));
        assertThat(LearningRate.early(2880)).isCloseTo(0, within(1e-12));
        assertThat(LearningRate.early(1_000_000)).isCloseTo(0, within(1e-12));
    }

    @Test
    void seriesAreCountedOnceAndUpTo256() throws IOException {
        DistinctSeries series = new DistinctSeries();
        for (int i = 0; i < 300; i++) {
            series.add("series " + i % 200);
        }
        assertThat(series.count()).isEqualTo(200);

        DistinctSeries restored = DistinctSeries.read(StateBytes.in(StateBytes.of(series::write)));
        for (int i = 0; i < 300; i++) {
            restored.add("series " + i);
        }
        assertThat(restored.count()).isEqualTo(256);
    }

    @Test
    void thePrequentialLossClipsStepsAndSkipsMissingLabels() {
        PrequentialLoss loss = new PrequentialLoss();
        loss.add(new float[] {9, 1, 7}, 1, new float[] {3, Float.NaN});
        assertThat(loss.mean()).isEqualTo(4);
        loss.add(new float[] {-50, 0}, 0, new float[] {1e6f, 0});
        assertThat(loss.mean()).isEqualTo((4 + 200) / 2.0);
    }

    @Test
    void thePrequentialLossForgets() {
        PrequentialLoss loss = new PrequentialLoss();
        for (int i = 0; i < 2000; i++) {
            loss.add(new float[] {0}, 0, new float[] {1});
        }
        for (int i = 0; i < 1000; i++) {
            loss.add(new float[] {0}, 0, new float[] {0});
        }
        assertThat(loss.mean()).isCloseTo(Math.exp(-1), within(0.001));
    }
}
