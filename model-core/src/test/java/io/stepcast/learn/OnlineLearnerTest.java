package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingStep;
import io.stepcast.state.StateBytes;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OnlineLearnerTest {

    private static final NetworkShape SHAPE = RecurrentShape.lstm(1, 1, 1, 1);

    private final List<LearnerOutput> outputs = new ArrayList<>();
    private final LinearNetwork network = new LinearNetwork(SHAPE);

    @Test
    void windowsWaitUntilTheBatchIsFull() {
        OnlineLearner learner = learner(config(100, 0, 3, 100));
        learner.add(window("a", 1, 1), outputs::add);
        learner.add(window("b", 1, 1), outputs::add);
        assertThat(outputs).isEmpty();
        assertThat(learner.waiting()).isEqualTo(2);

        learner.add(window("c", 1, 1), outputs::add);

        assertThat(learner.waiting()).isZero();
        assertThat(outputs).hasSize(3);
        assertThat(outputs)
                .extracting(output -> ((LearnerOutput.Predicted) output).step().series())
                .containsExactly("a", "b", "c");
    }

    @Test
    void flushPredictsWhatWaitsAndNeverLearns() {
        OnlineLearner learner = learner(config(2, 0, 100, 100));
        learner.flush(outputs::add);
        learner.add(labelled("a", 1, 1, 1, 3), outputs::add);
        learner.flush(outputs::add);

        assertThat(outputs).hasSize(1);
        assertThat(learner.learningSteps()).isZero();
    }

    /**
     * By hand: weights 0; window input 1 with label 3 is predicted as 0, its error -3 counts as -1, gradient 2 × -1; the first rate is
     * 8 × 0.01, so weight and bias become 0.16 and the next window of input 2 is predicted as 0.48.
     */
    @Test
    void itPredictsEverythingThatWaitsThenLearnsThenPredictsWithTheNewWeights() {
        OnlineLearner learner = learner(config(1, 0, 100, 100));
        learner.add(window("a", 1, 1), outputs::add);
        learner.add(labelled("a", 2, 5, 1, 3), outputs::add);
        learner.add(window("a", 3, 2), outputs::add);
        learner.flush(outputs::add);

        assertThat(outputs).hasSize(4);
        assertThat(predicted(0).networkSteps()).isEqualTo(new float[][] {{0}});
        assertThat(predicted(0).learningStep()).isZero();
        assertThat(predicted(1).networkSteps()).isEqualTo(new float[][] {{0}});
        assertThat(predicted(1).learningStep()).isZero();
        LearnerOutput.Learnt learnt = (LearnerOutput.Learnt) outputs.get(2);
        assertThat(learnt.learningStep()).isEqualTo(1);
        assertThat(learnt.newWindows()).isEqualTo(1);
        assertThat(learnt.replayed()).isZero();
        assertThat(((TrainingStep.Applied) learnt.outcome()).loss()).isCloseTo(5, within(1e-9));
        assertThat(predicted(3).networkSteps()[0][0]).isCloseTo(0.48f, within(1e-6f));
        assertThat(predicted(3).learningStep()).isEqualTo(1);
    }

    @Test
    void automaticallyItLearnsOncePerTimeStepOfAllSeries() {
        OnlineLearner learner = learner(config(0, 0, 100, 100));
        learner.add(window("a", 1, 1), outputs::add);
        learner.add(window("b", 1, 1), outputs::add);
        learner.add(window("c", 1, 1), outputs::add);
        learner.add(labelled("a", 2, 1, 1, 1), outputs::add);
        learner.add(labelled("b", 2, 1, 1, 1), outputs::add);
        assertThat(learner.learningSteps()).isZero();

        learner.add(labelled("c", 2, 1, 1, 1), outputs::add);

        assertThat(learner.learningSteps()).isEqualTo(1);
        assertThat(learnt().get(0).newWindows()).isEqualTo(3);
    }

    @Test
    void automaticallyASingleSeriesIsLearntInStepsOfTwo() {
        OnlineLearner learner = learner(config(0, 0, 100, 100));
        for (int i = 0; i < 5; i++) {
            learner.add(labelled("a", i, 1, 1, 1), outputs::add);
        }
        assertThat(learnt()).extracting(LearnerOutput.Learnt::newWindows).containsExactly(2, 2);
    }

    @Test
    void replayBeginsWithTheSecondStepAndIsDrawnFromEarlierWindows() {
        OnlineLearner learner = learner(config(2, 3, 100, 100));
        for (int i = 0; i < 6; i++) {
            learner.add(labelled("a", i, 1, 1, 1), outputs::add);
        }
        assertThat(learnt()).extracting(LearnerOutput.Learnt::replayed).containsExactly(0, 6, 6);
        assertThat(learnt()).extracting(LearnerOutput.Learnt::newWindows).containsExactly(2, 2, 2);
    }

    @Test
    void theReplayRingHoldsItsCapacity() {
        ReplayRing ring = new ReplayRing(3);
        for (int i = 0; i < 8; i++) {
            ring.add(new LabelledWindow(new float[] {i}, 1, new float[] {i}));
        }
        assertThat(ring.size()).isEqualTo(3);
        assertThat(ring.get(0).input()).containsExactly(5);
        assertThat(ring.get(1).input()).containsExactly(6);
        assertThat(ring.get(2).input()).containsExactly(7);
    }

    @Test
    void windowsWithoutALabelCountButAreNotLearntFrom() {
        OnlineLearner learner = learner(config(2, 0, 100, 100));
        learner.add(labelled("a", 1, 1, 1, Float.NaN), outputs::add);
        learner.add(labelled("a", 2, 1, 1, Float.NaN), outputs::add);
        assertThat(learner.learningSteps()).isZero();
        assertThat(learner.waiting()).isZero();

        learner.add(labelled("a", 3, 1, 1, Float.NaN), outputs::add);
        learner.add(labelled("a", 4, 1, 1, 2), outputs::add);
        assertThat(learnt()).extracting(LearnerOutput.Learnt::newWindows).containsExactly(1);
    }

    @Test
    void aRefusedStepKeepsTheWeightsIsCountedAndIsNotReplayed() {
        OnlineLearner learner = learner(config(1, 1, 100, 100));
        learner.add(labelled("a", 1, 1, Float.MAX_VALUE, 1), outputs::add);

        LearnerOutput.Learnt refused = learnt().get(0);
        assertThat(refused.outcome()).isInstanceOf(TrainingStep.Refused.class);
        assertThat(learner.learningSteps()).isEqualTo(1);
        assertThat(network.state().parameters()).containsOnly(0);

        learner.add(labelled("a", 2, 1, 1, 1), outputs::add);
        assertThat(learnt().get(1).outcome()).isInstanceOf(TrainingStep.Applied.class);
        assertThat(learnt().get(1).replayed()).isZero();
    }

    @Test
    void aVersionIsPublishedRightAfterItsLearningStep() {
        OnlineLearner learner = learner(new LearnerConfig("plant", 1, 0, 10, 0.01, 1, 2, 7));
        learner.add(labelled("a", 11, 1, 1, 1), outputs::add);
        learner.add(labelled("a", 12, 1, 1, 1), outputs::add);
        learner.add(window("a", 13, 1), outputs::add);
        learner.add(labelled("a", 14, 1, 1, Float.NaN), outputs::add);
        learner.add(labelled("a", 15, 1, 1, 1), outputs::add);
        learner.add(labelled("a", 16, 1, 1, 1), outputs::add);

        int at = outputs.indexOf(learnt().get(1)) + 1;
        LearnerOutput.Published first = (LearnerOutput.Published) outputs.get(at);
        assertThat(first.modelId()).isEqualTo("plant");
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.learningStep()).isEqualTo(2);
        assertThat(first.trainedThroughMillis()).isEqualTo(12);
        assertThat(first.labelledWindows()).isEqualTo(2);
        assertThat(first.prequentialLoss()).isPositive();
        assertThat(predicted(at + 1).modelVersion()).isEqualTo(1);
        assertThat(outputs.get(outputs.size() - 1))
                .isInstanceOfSatisfying(
                        LearnerOutput.Published.class,
                        second -> assertThat(second.version()).isEqualTo(2));
    }

    /** By hand: the first window is off by 3, the second, after one step, by 3 - 0.32. */
    @Test
    void theProbesOfAVersionAreItsNewestWindowsUnderItsWeights() {
        OnlineLearner learner = learner(new LearnerConfig("plant", 1, 0, 100, 0.01, 100, 4, 7));
        for (int i = 1; i <= 5; i++) {
            learner.add(labelled("a", i, 1, i, 3), outputs::add);
        }
        LearnerOutput.Published published = outputs.stream()
                .filter(LearnerOutput.Published.class::isInstance)
                .map(LearnerOutput.Published.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();

        assertThat(published.learningStep()).isEqualTo(4);
        assertThat(published.probes())
                .extracting(probe -> (double) probe.input()[0])
                .containsExactly(2.0, 3.0, 4.0);
        LinearNetwork reloaded = new LinearNetwork(SHAPE);
        reloaded.restore(published.members().get(0).state());
        assertThat(published.probes()).allSatisfy(probe -> {
            float[] output = new float[1];
            reloaded.predict(probe.input(), new int[] {1}, 1, output);
            assertThat(probe.output()).isEqualTo(output);
        });
    }

    @Test
    void refusalsAreToldOnceAndEndInTheLastGoodWeights() {
        OnlineLearner learner = learner(new LearnerConfig("plant", 1, 0, 100, 0.01, 100, 4, 7));
        for (int i = 1; i <= 4; i++) {
            learner.add(labelled("a", i, 1, 1, 3), outputs::add);
        }
        float[] published = network.state().parameters();
        learner.add(labelled("a", 5, 1, 1, 3), outputs::add);
        assertThat(network.state().parameters()).isNotEqualTo(published);
        for (int i = 6; i <= 10; i++) {
            learner.add(labelled("a", i, 1, Float.POSITIVE_INFINITY, 3), outputs::add);
        }

        assertThat(outputs.stream().filter(LearnerOutput.Warned.class::isInstance))
                .extracting(output -> ((LearnerOutput.Warned) output).learningStep())
                .containsExactly(6L, 10L);
        assertThat(network.state().parameters()).isEqualTo(published);
        assertThat(learner.guard().refused()).isEqualTo(5);
        assertThat(learner.guard().returns()).isEqualTo(1);
    }

    @Test
    void thePrequentialLossIsOfPredictionsBeforeLearning() {
        OnlineLearner learner = learner(new LearnerConfig("plant", 1, 0, 10, 0.01, 1, 2, 7));
        learner.add(labelled("a", 1, 1, 1, 3), outputs::add);
        learner.add(labelled("a", 2, 1, 1, 3), outputs::add);
        LearnerOutput.Published published = (LearnerOutput.Published) outputs.get(outputs.size() - 1);
        assertThat(published.prequentialLoss()).isCloseTo((9 + 2.68 * 2.68) / 2, within(1e-5));
    }

    @Test
    void itLearnsALinearSeries() {
        OnlineLearner learner = learner(config(1, 3, 1, 50));
        for (int i = 0; i < 3000; i++) {
            float input = (i * 37 % 100) / 50f - 1;
            learner.add(labelled("a", i, 0, input, 0.7f * input - 0.2f), outputs::add);
        }
        float[] weights = network.state().parameters();
        assertThat(weights[0]).isCloseTo(0.7f, within(0.02f));
        assertThat(weights[1]).isCloseTo(-0.2f, within(0.02f));
    }

    @Test
    void aWindowThatDoesNotFitIsRefused() {
        OnlineLearner learner = learner(config(1, 0, 1, 1));
        WindowStep wide = new WindowStep(
                "a", 1, 2, 2, new double[1], new double[1], new double[1], new double[1], new float[2], null);
        assertThatThrownBy(() -> learner.add(wide, outputs::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a window's input for model plant with Dimensions[time=1, inputs=1, outputs=1] must hold 1 numbers, got 2");
    }

    @Test
    void itsStateIsNotWrittenOrRestoredWhileWindowsWait() {
        byte[] state = StateBytes.of(learner(config(1, 0, 1, 1))::write);
        OnlineLearner learner = learner(config(100, 0, 100, 1));
        learner.add(window("a", 1, 1), outputs::add);
        assertThatThrownBy(() -> StateBytes.of(learner::write))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the learner of model plant can only be written when no windows wait, but 1 do: flush first");
        assertThatThrownBy(() -> learner.restore(StateBytes.in(state))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theStateOfAnotherModelIsRefused() {
        byte[] state = StateBytes.of(learner(config(1, 0, 1, 1))::write);
        OnlineLearner other = learner(new LearnerConfig("boiler", 1, 0, 1, 0.01, 1, 1, 1));
        assertThatThrownBy(() -> other.restore(StateBytes.in(state)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("required the state of model boiler, got that of model plant");
    }

    @Test
    void theStateOfAnotherShapeIsRefused() {
        byte[] state = StateBytes.of(learner(config(1, 0, 1, 1))::write);
        NetworkShape wider = RecurrentShape.lstm(1, 2, 1, 1);
        OnlineLearner other = new OnlineLearner(config(1, 0, 1, 1), Ensemble.of(new LinearNetwork(wider)));
        assertThatThrownBy(() -> other.restore(StateBytes.in(state)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network lstm of model plant is " + wider + ", got the state of " + SHAPE);
    }

    @Test
    void theRestOfTheConfigurationMayChange() throws IOException {
        OnlineLearner learner = learner(config(3, 1, 100, 50));
        for (int i = 0; i < 20; i++) {
            learner.add(labelled("a", i, 1, 1, 1), outputs::add);
        }
        learner.flush(outputs::add);
        byte[] state = StateBytes.of(learner::write);

        OnlineLearner changed = learner(new LearnerConfig("plant", 1, 5, 4, 0.1, 7, 3, 99));
        changed.restore(StateBytes.in(state));
        outputs.clear();
        changed.add(labelled("a", 20, 1, 1, 1), outputs::add);

        assertThat(learnt()).extracting(LearnerOutput.Learnt::learningStep).containsExactly(7L);
        assertThat(learnt()).extracting(LearnerOutput.Learnt::newWindows).containsExactly(3);
        assertThat(learnt()).extracting(LearnerOutput.Learnt::replayed).containsExactly(15);
    }

    @Test
    void closingItClosesItsNetwork() {
        learner(config(1, 0, 1, 1)).close();
        assertThat(network.closed()).isTrue();
    }

    private OnlineLearner learner(LearnerConfig config) {
        return new OnlineLearner(config, Ensemble.of(network));
    }

    private static LearnerConfig config(int every, int replay, int batchSize, int capacity) {
        return new LearnerConfig("plant", every, replay, capacity, 0.01, batchSize, 1000, 7);
    }

    private LearnerOutput.Predicted predicted(int at) {
        return (LearnerOutput.Predicted) outputs.get(at);
    }

    private List<LearnerOutput.Learnt> learnt() {
        List<LearnerOutput.Learnt> learnt = new ArrayList<>();
        for (LearnerOutput output : outputs) {
            if (output instanceof LearnerOutput.Learnt step) {
                learnt.add(step);
            }
        }
        return learnt;
    }

    private static WindowStep window(String series, long time, float input) {
        return step(series, time, input, null);
    }

    private static WindowStep labelled(String series, long time, float input, float inputBefore, float label) {
        return step(series, time, input, new LabelledWindow(new float[] {inputBefore}, 1, new float[] {label}));
    }

    private static WindowStep step(String series, long time, float input, @Nullable LabelledWindow labelled) {
        double[] one = {1};
        return new WindowStep(series, time, time + 1, 1, one, one, one, one, new float[] {input}, labelled);
    }
}
