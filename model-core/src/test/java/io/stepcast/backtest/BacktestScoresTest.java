package io.stepcast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.forecast.Forecast;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LinearNetwork;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.NetworkState;
import io.stepcast.network.RecurrentShape;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The scores of a backtest against the same scores computed from its outcomes by their definitions. */
final class BacktestScoresTest {

    private static final long HOUR = 3_600_000L;
    private static final WindowConfig WINDOW = new WindowConfig(2, 4, HOUR, 24 * HOUR);
    private static final ForecastConfig CONFIG = new ForecastConfig(WINDOW, List.of(0.9, 0.5), 1, false);
    private static final int ROWS = 150;
    private static final int WARMUP = 60;

    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();

    @Test
    void intervalsAreScoredInUnitsOfTheWarmUpBesideOnesOfFixedWidth() {
        run(readings(), new RowRange(WARMUP, 2, ROWS));
        List<Outcome> all = List.copyOf(outcomes);
        BacktestResult result = run(readings(), new RowRange(WARMUP, 80, ROWS));

        assertThat(result.furtherIntervals()).hasSize(1);
        checkIntervals(result.intervals(), 0.9, all, 0);
        checkIntervals(result.furtherIntervals().get(0), 0.5, all, 1);
    }

    private void checkIntervals(IntervalScore score, double coverage, List<Outcome> all, int band) {
        double inside = 0;
        double width = 0;
        double winkler = 0;
        double fixedWinkler = 0;
        double worst = 0;
        double count = 2 * outcomes.size();
        for (int f = 0; f < 2; f++) {
            double unit = outcomes.get(0).unit()[f];
            double fixed = quantile(all, f, coverage);
            double insideOfFeature = 0;
            for (Outcome outcome : outcomes) {
                Forecast forecast = outcome.forecast();
                double[] lowers =
                        band == 0 ? forecast.lower() : forecast.further().get(0).lower();
                double[] uppers =
                        band == 0 ? forecast.upper() : forecast.further().get(0).upper();
                double observed = outcome.observed()[f];
                double expected = forecast.expected()[f];
                insideOfFeature += observed >= lowers[f] && observed <= uppers[f] ? 1 : 0;
                width += (uppers[f] - lowers[f]) / unit / count;
                winkler += winkler(observed, lowers[f], uppers[f], coverage) / unit / count;
                fixedWinkler += winkler(observed, expected - fixed, expected + fixed, coverage) / unit / count;
            }
            inside += insideOfFeature / count;
            worst = Math.max(worst, Math.abs(insideOfFeature / outcomes.size() - coverage));
        }
        assertThat(score.coverage()).isEqualTo(coverage);
        assertThat(score.empirical()).isCloseTo(inside, within(1e-9));
        assertThat(score.meanWidth()).isCloseTo(width, within(1e-9));
        assertThat(score.winkler()).isCloseTo(winkler, within(1e-9));
        assertThat(score.fixedWinkler()).isCloseTo(fixedWinkler, within(1e-9));
        assertThat(score.worstFeatureDeviation()).isCloseTo(worst, within(1e-9));
    }

    private static double winkler(double observed, double lower, double upper, double coverage) {
        double outside = observed < lower ? lower - observed : observed > upper ? observed - upper : 0;
        return upper - lower + 2 * outside / (1 - coverage);
    }

    /** The model's absolute error on the warm-up rows, below or at which a share of them lies. */
    private static double quantile(List<Outcome> all, int feature, double coverage) {
        double[] errors = all.stream()
                .filter(outcome -> outcome.row() < WARMUP)
                .mapToDouble(outcome -> Math.abs(
                        outcome.observed()[feature] - outcome.forecast().expected()[feature]))
                .sorted()
                .toArray();
        return errors[(int) Math.ceil(coverage * errors.length) - 1];
    }

    @Test
    void eachSeriesIsScoredBesidePersistence() {
        BacktestResult result = run(readings(), new RowRange(WARMUP, 80, ROWS));

        double model = 0;
        double persistence = 0;
        for (Outcome outcome : outcomes) {
            for (int f = 0; f < 2; f++) {
                double observed = outcome.observed()[f];
                model += Math.pow((outcome.forecast().expected()[f] - observed) / outcome.unit()[f], 2);
                persistence += Math.pow((of(outcome, Method.PERSISTENCE)[f] - observed) / outcome.unit()[f], 2);
            }
        }
        SeriesScore score = result.perSeries().get(0);
        assertThat(score.model().mse()).isCloseTo(model / outcomes.size() / 2, within(1e-9));
        assertThat(score.persistence().mse()).isCloseTo(persistence / outcomes.size() / 2, within(1e-9));
    }

    @Test
    void theNetworksOwnPredictionIsTheLastValueAndItsStepInStepScales() {
        List<Reading> readings = readings();
        run(readings, new RowRange(WARMUP, 2, ROWS));

        SeriesWindow window = new SeriesWindow(WINDOW);
        window.add(readings.get(0));
        for (Outcome outcome : outcomes) {
            double[] stepScale = ((Arrival.Advanced) window.add(readings.get(outcome.row() - 1)))
                    .step()
                    .stepScale();
            double[] last = readings.get(outcome.row() - 1).values();
            assertThat(of(outcome, Method.LSTM))
                    .containsExactly(
                            new double[] {last[0] + 0.5 * stepScale[0], last[1] - 2 * stepScale[1]}, within(1e-6));
        }
    }

    @Test
    void everyRowIsPredictedThoughTheLastBatchIsNotFullAndProgressIsToldOnTheWay() {
        BacktestResult result = run(readings(), new RowRange(WARMUP, 2, ROWS - 4));

        assertThat(outcomes)
                .extracting(Outcome::row)
                .isEqualTo(
                        LongStream.range(2, ROWS - 4).mapToObj(row -> (int) row).toList());
        assertThat(result.scoredSteps()).isEqualTo(ROWS - 6);
        assertThat(progress)
                .isEqualTo(LongStream.rangeClosed(1, ROWS - 4).boxed().toList());
    }

    @Test
    void methodsHaveTheNamesThatResultsUse() {
        assertThat(Method.values())
                .extracting(Method::id)
                .containsExactly("model", "lstm", "persistence", "seasonalNaive", "onlineLinear");
    }

    private static double[] of(Outcome outcome, Method method) {
        return Objects.requireNonNull(outcome.predictions().get(method));
    }

    /** With a network that always says half a step scale up for the first feature and two down for the second. */
    private BacktestResult run(List<Reading> readings, RowRange range) {
        outcomes.clear();
        progress.clear();
        int inputs = SeriesWindow.inputs(WINDOW);
        NetworkShape shape = RecurrentShape.lstm(WINDOW.length(), inputs, 4, 2);
        float[] parameters = new float[shape.parameters()];
        parameters[inputs] = 0.5f;
        parameters[2 * inputs + 1] = -2;
        LinearNetwork network = new LinearNetwork(shape);
        network.restore(NetworkState.untrained(shape, parameters));
        LearnerConfig still = new LearnerConfig("m", 1000, 0, 1, 1e-3, 16, 1000, 7);
        try (OnlineLearner learner = new OnlineLearner(still, Ensemble.of(network))) {
            return new Backtest(CONFIG, learner, () -> 0)
                    .run(readings, (series, rows) -> range, outcomes::add, progress::add);
        }
    }

    private static List<Reading> readings() {
        Random random = new Random(31);
        List<Reading> readings = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            double[] values = new double[2];
            double season = Math.sin(2 * Math.PI * row / 24);
            Arrays.setAll(values, f -> 10 + season + (f + 1) * random.nextGaussian());
            readings.add(new Reading("a", row * HOUR, values));
        }
        return readings;
    }
}
