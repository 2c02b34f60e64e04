package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.network.NetworkShape;
import io.stepcast.network.RecurrentShape;
import io.stepcast.random.Seeds;
import io.stepcast.state.StateBytes;
import io.stepcast.window.RandomSeries;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OnlineLearnerPropertyTest {

    static LongStream seeds() {
        return Seeds.first(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void outputsDependOnTheInputsOrderAndNotOnFlushesOrBatchSizes(long seed) {
        WindowConfig window = RandomSeries.config(seed);
        List<WindowStep> steps = Streams.windows(seed, 1 + (int) (seed % 5), 60, window);
        Random random = new Random(seed);
        List<LearnerOutput> plain = new ArrayList<>();
        OnlineLearner learner = learner(window, config(seed, 256));
        List<LearnerOutput> disturbed = new ArrayList<>();
        OnlineLearner other = learner(window, config(seed, 1 + (int) (seed % 11)));
        for (WindowStep step : steps) {
            learner.add(step, plain::add);
            other.add(step, disturbed::add);
            if (random.nextInt(3) == 0) {
                other.flush(disturbed::add);
            }
        }
        learner.flush(plain::add);
        other.flush(disturbed::add);

        assertThat(LearnerTraces.of(disturbed)).isEqualTo(LearnerTraces.of(plain));
        assertThat(StateBytes.of(other::write)).isEqualTo(StateBytes.of(learner::write));
        assertThat(learner.learningSteps() > 0).isEqualTo(seed % 4 > 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void savedAndRestoredItContinuesBitForBit(long seed) throws IOException {
        WindowConfig window = RandomSeries.config(seed);
        List<WindowStep> steps = Streams.windows(seed, 1 + (int) (seed % 4), 60, window);
        int saveAt = new Random(seed).nextInt(steps.size());
        List<LearnerOutput> plain = new ArrayList<>();
        OnlineLearner uninterrupted = learner(window, config(seed, 10));
        List<LearnerOutput> resumed = new ArrayList<>();
        OnlineLearner restored = learner(window, config(seed, 10));
        for (int i = 0; i < steps.size(); i++) {
            if (i == saveAt) {
                restored.flush(resumed::add);
                byte[] state = StateBytes.of(restored::write);
                restored = learner(window, config(seed, 10));
                restored.restore(StateBytes.in(state));
            }
            uninterrupted.add(steps.get(i), plain::add);
            restored.add(steps.get(i), resumed::add);
        }
        uninterrupted.flush(plain::add);
        restored.flush(resumed::add);

        assertThat(LearnerTraces.of(resumed)).isEqualTo(LearnerTraces.of(plain));
        assertThat(StateBytes.of(restored::write)).isEqualTo(StateBytes.of(uninterrupted::write));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyWindowIsPredictedOnceInOrderAndItsStateIsBounded(long seed) {
        WindowConfig window = RandomSeries.config(seed);
        List<WindowStep> steps = Streams.windows(seed, 3, 120, window);
        List<LearnerOutput> outputs = new ArrayList<>();
        OnlineLearner learner = learner(window, config(seed, 16));
        int most = 0;
        for (int i = 0; i < steps.size(); i++) {
            learner.add(steps.get(i), outputs::add);
            assertThat(learner.waiting()).isLessThan(16);
            if (i > steps.size() / 2) {
                learner.flush(outputs::add);
                most = Math.max(most, StateBytes.of(learner::write).length);
            }
        }
        List<WindowStep> predicted = new ArrayList<>();
        for (LearnerOutput output : outputs) {
            if (output instanceof LearnerOutput.Predicted prediction) {
                predicted.add(prediction.step());
            }
        }
        assertThat(predicted).isEqualTo(steps);
        int windowBytes = 4 * (window.length() * SeriesWindow.inputs(window) + window.features());
        int networkBytes = (int) (seed % 4) * (24 * shape(window).parameters() + 300);
        assertThat(most).isLessThan(networkBytes + (20 + 8) * (windowBytes + 12) + 5000);
    }

    private static OnlineLearner learner(WindowConfig window, LearnerConfig config) {
        int networks = (int) (config.seed() % 4);
        return new OnlineLearner(config, Ensembles.of(shape(window), (networks + 1) / 2, networks / 2));
    }

    private static NetworkShape shape(WindowConfig window) {
        return RecurrentShape.lstm(window.length(), SeriesWindow.inputs(window), 4, window.features());
    }

    private static LearnerConfig config(long seed, int batchSize) {
        int every = (int) (seed % 3 == 0 ? 0 : seed % 8 + 1);
        return new LearnerConfig("model", every, (int) (seed % 4), 20, 1e-3, batchSize, 3, seed);
    }
}
