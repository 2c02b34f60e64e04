package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.RecurrentShape;
import io.stepcast.state.StateBytes;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayTest {

    private static final NetworkShape SHAPE = RecurrentShape.lstm(1, 1, 1, 1);

    private final LinearNetwork first = new LinearNetwork(SHAPE);
    private final LinearNetwork second = new LinearNetwork(SHAPE);

    @Test
    void everyMemberReplaysASampleOfItsOwn() {
        learnFromOneSeries(3);
        assertThat(weights(second)).isNotEqualTo(weights(first));
    }

    @Test
    void withoutReplayMembersThatBeginAlikeStayAlike() {
        learnFromOneSeries(0);
        assertThat(weights(second)).isEqualTo(weights(first)).isNotEqualTo(weights(new LinearNetwork(SHAPE)));
    }

    private void learnFromOneSeries(int replay) {
        OnlineLearner learner = new OnlineLearner(config(replay, 100, 100), ensemble());
        for (int i = 0; i < 40; i++) {
            learner.add(labelled("a", i, i % 5, i % 3), output -> {});
        }
    }

    @Test
    void theLossIsThatOfTheNewWindowsBeforeTheyAreLearnt() {
        OnlineLearner learner = new OnlineLearner(config(3, 100, 100), ensemble());
        learner.add(labelled("a", 1, 0, 1), output -> {});
        assertThat(learner.prequentialLoss()).as("new networks predict 0").isEqualTo(1);

        // With an input of 0 a member predicts its bias, the second of its weights.
        double expected = (weights(first).get(1) + weights(second).get(1)) / 2;
        learner.add(labelled("a", 2, 0, 2), output -> {});

        assertThat(expected).isPositive();
        assertThat(learner.prequentialLoss()).isCloseTo((1 + Math.pow(2 - expected, 2)) / 2, within(1e-6));
    }

    @Test
    void aRingThatGrowsKeepsItsWindowsInOrder() {
        ReplayRing ring = new ReplayRing(3);
        for (int i = 0; i < 8; i++) {
            ring.grow(i < 5 ? 1 : 4);
            ring.add(new LabelledWindow(new float[] {i}, 1, new float[] {i}));
        }
        assertThat(ring.size()).isEqualTo(4);
        for (int place = 0; place < 4; place++) {
            assertThat(ring.get(place).input()).containsExactly(4 + place);
        }
    }

    @Test
    void windowsAreKeptForEachSeriesSeenWithinTheCapacity() throws IOException {
        assertThat(keptOfTwenty(1)).isEqualTo(4);
        assertThat(keptOfTwenty(2)).isEqualTo(8);
        assertThat(keptOfTwenty(4)).isEqualTo(10);
    }

    private int keptOfTwenty(int series) throws IOException {
        LearnerConfig config = config(1, 10, 4);
        OnlineLearner learner = new OnlineLearner(config, ensemble());
        for (int i = 0; i < 20; i++) {
            learner.add(labelled("series " + i % series, i, 1, 1), output -> {});
        }
        learner.flush(output -> {});
        LearnerState state = LearnerState.read(StateBytes.in(StateBytes.of(learner::write)), config, ensemble());
        return state.progress().replay.size();
    }

    private Ensemble ensemble() {
        return new Ensemble(
                new Ensemble.Dimensions(1, 1, 1),
                List.of(Ensemble.Member.recurrent("first", first), Ensemble.Member.recurrent("second", second)));
    }

    private static LearnerConfig config(int replay, int capacity, int perSeries) {
        return new LearnerConfig("plant", 1, replay, capacity, perSeries, 0.01, 100, 1000, Drift.Policy.OFF, 7);
    }

    private static List<Float> weights(LinearNetwork network) {
        List<Float> weights = new ArrayList<>();
        for (float weight : network.state().parameters()) {
            weights.add(weight);
        }
        return weights;
    }

    private static WindowStep labelled(String series, long time, float input, float label) {
        double[] one = {1};
        LabelledWindow labelled = new LabelledWindow(new float[] {input}, 1, new float[] {label});
        return new WindowStep(series, time, time + 1, 1, one, one, one, one, new float[] {input}, labelled);
    }
}
