package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.network.InputView;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingStep;
import io.stepcast.window.Arrival;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowEncoding;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LearnerPartsTest {

    private static final NetworkShape SHAPE = RecurrentShape.lstm(1, 1, 1, 1);

    private final List<LearnerOutput> outputs = new ArrayList<>();

    @ParameterizedTest(name = "{0} is refused")
    @CsvSource(
            delimiter = '|',
            value = {
                "labelled windows per learning step must be at least 0, got -1 | -1 | 0 | 1 | 1 | 1 | 1",
                "replayed windows per new one must be at least 0, got -1 | 0 | -1 | 1 | 1 | 1 | 1",
                "replay capacity must be at least 1, got 0 | 0 | 0 | 0 | 1 | 1 | 1",
                "the learning rate must be above 0, got 0.0 | 0 | 0 | 1 | 0 | 1 | 1",
                "batch size must be at least 1, got 0 | 0 | 0 | 1 | 1 | 0 | 1",
                "learning steps per published version must be at least 1, got 0 | 0 | 0 | 1 | 1 | 1 | 0"
            })
    void aConfigurationOutOfRangeIsRefused(
            String message, int every, int replay, int capacity, double rate, int batch, int publish) {
        assertThat(new LearnerConfig("m", 0, 0, 1, 1e-9, 1, 1, 1).every()).isZero();
        assertThatThrownBy(() -> new LearnerConfig("m", every, replay, capacity, rate, batch, publish, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aModelHasAName() {
        assertThatThrownBy(() -> new LearnerConfig("", 0, 0, 1, 1, 1, 1, 1))
                .hasMessage("a model's id must not be empty");
    }

    @Test
    void aRiseOfTheLossIsToldOnceAndLearningGoesThreeTimesAsFast() {
        LinearNetwork network = new LinearNetwork(SHAPE);
        OnlineLearner learner = new OnlineLearner(
                drifting(Drift.Policy.ADAPT),
                new Ensemble(new Ensemble.Dimensions(1, 1, 1), List.of(Ensemble.Member.learnt("lstm", network))));
        feed(learner, 0, 600, 0.5f);
        assertThat(warnings()).isEmpty();
        assertThat(learner.driftsDetected()).isZero();

        feed(learner, 600, 60, 8);

        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0).event())
                .startsWith("ADWIN found a change: the loss rose from 0.2")
                .contains("learning 3 times as fast");
        assertThat(learner.driftsDetected()).isEqualTo(1);
        float found = network.state().parameters()[1];
        feed(learner, 660, 1, 8);
        float stepAfter = network.state().parameters()[1] - found;
        // Errors beyond 1 pull on the bias with 2 times the rate.
        assertThat(stepAfter).isBetween(2.5f * 2e-6f, 3f * 2e-6f);
    }

    @Test
    void aRiseIsOnlyReportedOrNotLookedForWhereThatIsWanted() {
        OnlineLearner reporting =
                new OnlineLearner(drifting(Drift.Policy.REPORT), Ensemble.of(new LinearNetwork(SHAPE)));
        feed(reporting, 0, 600, 0.5f);
        feed(reporting, 600, 60, 8);
        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0).event()).endsWith("learning goes on as before");

        outputs.clear();
        OnlineLearner off = new OnlineLearner(drifting(Drift.Policy.OFF), Ensemble.of(new LinearNetwork(SHAPE)));
        feed(off, 0, 600, 0.5f);
        feed(off, 600, 60, 8);
        assertThat(warnings()).isEmpty();
        assertThat(off.driftsDetected()).isZero();
    }

    /** A rate so small that the predictions stay zero, as the labels' losses are to be their squares. */
    private static LearnerConfig drifting(Drift.Policy policy) {
        return new LearnerConfig("m", 2, 1, 10, 1e-6, 1, 1_000_000, policy, 7);
    }

    private void feed(OnlineLearner learner, int from, int steps, float label) {
        for (int i = from; i < from + steps; i++) {
            for (int window = 0; window < 2; window++) {
                learner.add(step(i, new LabelledWindow(new float[1], 1, new float[] {label})), outputs::add);
            }
        }
    }

    private List<LearnerOutput.Warned> warnings() {
        return outputs.stream()
                .filter(LearnerOutput.Warned.class::isInstance)
                .map(LearnerOutput.Warned.class::cast)
                .toList();
    }

    @Test
    void itTellsItsVersionAndItsPrequentialLoss() {
        OnlineLearner learner = new OnlineLearner(
                new LearnerConfig("m", 1, 0, 10, 1e-9, 1, 2, 7), Ensemble.of(new LinearNetwork(SHAPE)));
        assertThat(learner.version()).isZero();
        feed(learner, 0, 2, 3);
        assertThat(learner.version()).isEqualTo(2);
        assertThat(learner.prequentialLoss()).isCloseTo(9, within(1e-4));
    }

    @Test
    void aLabelledWindowThatDoesNotFitIsRefused() {
        OnlineLearner learner =
                new OnlineLearner(new LearnerConfig("m", 1, 0, 10, 1, 1, 2, 7), Ensemble.of(new LinearNetwork(SHAPE)));
        assertThatThrownBy(() -> learner.add(step(1, new LabelledWindow(new float[2], 1, new float[1])), outputs::add))
                .hasMessageStartingWith("a window's labelled input for model m")
                .hasMessageEndingWith("must hold 1 numbers, got 2");
        assertThatThrownBy(() -> learner.add(step(1, new LabelledWindow(new float[1], 1, new float[3])), outputs::add))
                .hasMessageStartingWith("a window's label for model m")
                .hasMessageEndingWith("must hold 1 numbers, got 3");
        assertThat(outputs).isEmpty();
    }

    @Test
    void probesAreTheRealStepsAndEveryOutput() {
        NetworkShape shape = RecurrentShape.lstm(3, 2, 1, 2);
        LinearNetwork network = new LinearNetwork(shape);
        OnlineLearner learner =
                new OnlineLearner(new LearnerConfig("m", 2, 0, 10, 0.01, 10, 1, 7), Ensemble.of(network));
        double[] two = {1, 1};
        float[][] inputs = {{0, 0, 0, 0, 1, 2}, {0, 0, 3, 4, 5, 6}};
        for (int i = 0; i < 2; i++) {
            LabelledWindow window = new LabelledWindow(inputs[i], i + 1, new float[] {2, -1});
            learner.add(new WindowStep("s", i, i + 1, 3, two, two, two, two, new float[6], window), outputs::add);
        }

        LearnerOutput.Published published = (LearnerOutput.Published) outputs.get(outputs.size() - 1);
        assertThat(published.probes()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            LearnerOutput.Probe probe = published.probes().get(i);
            assertThat(probe.input()).isEqualTo(Arrays.copyOfRange(inputs[i], 6 - 2 * (i + 1), 6));
            float[] expected = new float[2];
            network.predict(inputs[i], new int[] {i + 1}, 1, expected);
            assertThat(probe.output()).isEqualTo(expected).doesNotContain(0);
        }
    }

    @Test
    void windowsTooLongForARecordHaveNoMoreProbesThanFit() {
        NetworkShape shape = RecurrentShape.lstm(500, 50, 1, 1);
        OnlineLearner learner = new OnlineLearner(
                new LearnerConfig("m", 5, 0, 10, 0.01, 10, 1, 7), Ensemble.of(new LinearNetwork(shape)));
        double[] one = {1};
        for (int i = 0; i < 5; i++) {
            LabelledWindow window = new LabelledWindow(new float[25_000], 500, new float[] {1});
            learner.add(
                    new WindowStep("s", i, i + 1, 500, one, one, one, one, new float[25_000], window), outputs::add);
        }
        // Two of 25,000 numbers are within 60,000.
        assertThat(((LearnerOutput.Published) outputs.get(outputs.size() - 1)).probes())
                .hasSize(2);
    }

    @Test
    void aFeedForwardNetworkSeesTheNewestRowWithoutItsStepsAndEarlierLevelsFromIt() {
        WindowConfig config = new WindowConfig(2, 3, 3_600_000, 86_400_000).withSignature(2);
        WindowEncoding encoding = new WindowEncoding(config);
        int inputs = encoding.inputs();
        SeriesWindow window = new SeriesWindow(config);
        Random random = new Random(3);
        float[] input = {};
        for (int hour = 0; hour < 50; hour++) {
            double[] values = {random.nextGaussian(), 100 * random.nextGaussian()};
            if (window.add(new Reading("s", hour * 3_600_000L, values)) instanceof Arrival.Advanced advanced) {
                input = advanced.step().input();
            }
        }

        InputView view = FeedForwardView.of(config);

        List<Float> expected = new ArrayList<>();
        for (int column = 0; column < inputs; column++) {
            if (column != 1 && column != 4) {
                expected.add(input[2 * inputs + column]);
            }
        }
        for (int level : new int[] {0, 3}) {
            for (int row = 1; row >= 0; row--) {
                expected.add(input[row * inputs + level] - input[2 * inputs + level]);
            }
        }
        assertThat(view.width()).isEqualTo(expected.size());
        for (int i = 0; i < view.width(); i++) {
            int other = view.subtracted()[i];
            float seen = input[view.indices()[i]] - (other == InputView.NOTHING ? 0 : input[other]);
            assertThat(seen).as("input %d", i).isEqualTo(expected.get(i));
        }
    }

    @Test
    void whenAMemberCantBeMadeTheOthersAreClosed() {
        LinearNetwork made = new LinearNetwork(SHAPE);
        Ensemble.Dimensions dimensions = new Ensemble.Dimensions(1, 1, 1);
        assertThatThrownBy(() ->
                        Ensemble.make(dimensions, List.of(() -> Ensemble.Member.recurrent("lstm", made), () -> {
                            throw new IllegalStateException("no memory left");
                        })))
                .hasMessage("no memory left");
        assertThat(made.closed()).isTrue();

        LinearNetwork kept = new LinearNetwork(SHAPE);
        Ensemble ensemble = Ensemble.make(dimensions, List.of(() -> Ensemble.Member.feedForward("mlp", kept)));
        assertThat(ensemble.kinds()).containsExactly(NetworkKind.FEED_FORWARD);
        assertThat(kept.closed()).isFalse();
    }

    @Test
    void onlyANetworkThatHasNotLearntBeginsFast() {
        LinearNetwork young = new LinearNetwork(SHAPE);
        LinearNetwork learnt = new LinearNetwork(SHAPE);
        for (Ensemble.Member member :
                List.of(Ensemble.Member.recurrent("lstm", young), Ensemble.Member.learnt("lstm", learnt))) {
            Ensemble ensemble = new Ensemble(new Ensemble.Dimensions(1, 1, 1), List.of(member));
            feed(new OnlineLearner(new LearnerConfig("m", 2, 0, 10, 0.01, 1, 100, 7), ensemble), 0, 1, 5);
        }
        assertThat(learnt.state().parameters()[1]).isCloseTo(0.02f, within(1e-6f));
        assertThat(young.state().parameters()[1])
                .isCloseTo(0.02f * (float) (1 + LearningRate.RECURRENT_EARLY), within(1e-5f));
    }

    @Test
    void theUsualLossFollowsWhatWasRefusedForGrowing() {
        LinearNetwork network = new LinearNetwork(SHAPE);
        network.restore(NetworkState.untrained(SHAPE, new float[SHAPE.parameters()]));
        MemberGuard guard = new MemberGuard(Ensemble.Member.recurrent("lstm", network));
        Stream.generate(() -> new TrainingStep.Applied(1, 1)).limit(500).forEach(guard::learnt);
        double before = guard.bound(1).mostLoss();
        guard.learnt(new TrainingStep.Refused(2 * before, 2 * before));
        assertThat(guard.bound(1).mostLoss()).isGreaterThan(before);
        assertThat(guard.bound(1).mostGradientNorm()).isGreaterThan(before);
        assertThat(guard.refused(Refusal.GROWING_LOSS)).isEqualTo(1);

        guard.learnt(new TrainingStep.Refused(1, 1e9));
        assertThat(guard.refused(Refusal.GROWING_GRADIENT)).isEqualTo(1);
    }

    private static WindowStep step(long time, LabelledWindow labelled) {
        double[] one = {1};
        return new WindowStep("a", time, time + 1, 1, one, one, one, one, new float[1], labelled);
    }
}
