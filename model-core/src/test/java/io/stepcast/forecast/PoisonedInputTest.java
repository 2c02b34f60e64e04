package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.learn.Drift;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.learn.NetworkKind;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.FeedForwardShape;
import io.stepcast.network.InputView;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A series that is poisoned for a while, through all parts: the weights stay finite, and the forecast is soon as good as before. */
final class PoisonedInputTest {

    private static final long HOUR = 3_600_000;
    private static final int ROWS = 2400;
    private static final int POISONED_FROM = 1000;
    private static final int POISONED_TO = 1040;
    private static final int SETTLED = 1800;

    enum Poison {
        NOT_A_NUMBER,
        HUGE,
        HUGE_OF_BOTH_SIGNS,
        LARGEST,
        CONSTANT,
        OUTLIERS,
        STEP_CHANGE_THAT_STAYS;

        double of(int row, double value) {
            if (row < POISONED_FROM || (row >= POISONED_TO && this != STEP_CHANGE_THAT_STAYS)) {
                return value;
            }
            return switch (this) {
                case NOT_A_NUMBER -> Double.NaN;
                case HUGE -> 1e30;
                case HUGE_OF_BOTH_SIGNS -> value > 0 ? 1e30 : -1e30;
                case LARGEST -> Double.MAX_VALUE;
                case CONSTANT -> 3;
                case OUTLIERS -> row % 20 == 0 ? value * 1e6 : value;
                case STEP_CHANGE_THAT_STAYS -> value + 500;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWeightsStayFiniteAndTheLossRecovers(Poison poison) {
        double clean = new Pipeline().errorAfterSettling((row, value) -> value);

        Pipeline pipeline = new Pipeline();
        double poisoned = pipeline.errorAfterSettling(poison::of);

        assertThat(poisoned).isLessThan(1.15 * clean);
        for (SequenceNetwork network : pipeline.networks) {
            for (float weight : network.state().parameters()) {
                assertThat(weight).isFinite();
            }
        }
        assertThat(pipeline.networksError).isLessThan(2);
        pipeline.learner.close();
    }

    /** What happens to a value of a row. */
    private interface Change {
        double of(int row, double value);
    }

    private static final class Pipeline {

        private final WindowConfig config = new WindowConfig(1, 8, HOUR, 24 * HOUR);
        private final SeriesWindow window = new SeriesWindow(config);
        final List<SequenceNetwork> networks = List.of(
                network(RecurrentShape.lstm(8, SeriesWindow.inputs(config), 8, 1)),
                network(new FeedForwardShape(
                        8, SeriesWindow.inputs(config), InputView.whole(8, SeriesWindow.inputs(config)), 16, 8, 1)));
        final OnlineLearner learner = new OnlineLearner(
                new LearnerConfig("m", 0, 3, 500, 1e-3, 1, 100, Drift.Policy.ADAPT, 1),
                new Ensemble(
                        new Ensemble.Dimensions(config.length(), SeriesWindow.inputs(config), 1),
                        List.of(
                                new Ensemble.Member("lstm", NetworkKind.RECURRENT, 7, networks.get(0)),
                                new Ensemble.Member("mlp", NetworkKind.FEED_FORWARD, 3, networks.get(1)))));
        private final SeriesForecaster forecaster =
                new SeriesForecaster(new ForecastConfig(config, List.of(0.9), 2, true));

        private double error;
        private int scored;
        /** Mean square of the networks' error in step scales, over the settled rows. */
        double networksError;

        private float lastStep;

        private static SequenceNetwork network(NetworkShape shape) {
            return Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, 1);
        }

        /** Mean absolute error of the settled rows. */
        double errorAfterSettling(Change change) {
            Random random = new Random(5);
            double noise = 0;
            for (int row = 0; row < ROWS; row++) {
                noise = 0.7 * noise + random.nextGaussian();
                double value = 10 * Math.sin(2 * Math.PI * row / 24) + noise;
                int now = row;
                Reading reading = new Reading("s", row * HOUR, new double[] {change.of(row, value)});
                if (window.add(reading) instanceof Arrival.Advanced advanced) {
                    learner.add(advanced.step(), output -> take(now, output));
                }
            }
            networksError /= scored;
            return error / scored;
        }

        private void take(int row, LearnerOutput output) {
            if (!(output instanceof LearnerOutput.Predicted predicted)) {
                return;
            }
            ForecastStep made =
                    forecaster.advance(predicted.step(), predicted.networkSteps(), predicted.modelVersion());
            Scored last = made.scored();
            assertThat(made.next().expected()[0]).isFinite();
            if (row >= SETTLED && last != null) {
                error += Math.abs(last.observed()[0] - last.prediction().expected()[0]);
                scored++;
                double step =
                        Objects.requireNonNull(predicted.step().labelled()).label()[0];
                networksError += (step - lastStep) * (step - lastStep);
            }
            lastStep = (predicted.networkSteps()[0][0] + predicted.networkSteps()[1][0]) / 2;
        }
    }
}
