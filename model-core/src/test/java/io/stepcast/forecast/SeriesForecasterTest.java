package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.window.Reading;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SeriesForecasterTest {

    private static final long MINUTE = 60_000L;
    private static final double NOT = Double.NaN;
    private static final ForecastConfig ONE = config(1);

    @Test
    void theFirstPredictionIsPersistenceAndHasNothingToScore() {
        ForecastStep first = new Run(ONE, Run.noise(1, 1)).all(series(3, 5)).get(0);
        assertThat(first.scored()).isNull();
        assertThat(first.next().expected()).containsExactly(5);
        assertThat(first.next().lower()[0]).isLessThan(5);
        assertThat(first.next().upper()[0]).isGreaterThan(5);
    }

    @Test
    void aPredictionIsScoredAgainstTheNextReading() {
        List<ForecastStep> steps = new Run(ONE, Run.noise(1, 1)).all(series(3, 5, 9));
        Scored scored = Objects.requireNonNull(steps.get(1).scored());

        assertThat(scored.observed()).containsExactly(9);
        assertThat(scored.prediction()).isEqualTo(steps.get(0).next());
        assertThat(scored.persistence()).containsExactly(5);
        assertThat(scored.linear()).containsExactly(5);
        assertThat(scored.spread()).containsExactly(Math.sqrt(2));
        assertThat(scored.modelVersion()).isZero();
        assertThat(scored.anomalyScore()).isBetween(0.5, 1.0);
    }

    @Test
    void scoresAreSumsInSpreads() {
        Run run = new Run(ONE, Run.noise(1, 1));
        run.all(series(3, 5, 9, NOT, 9));
        RunningScores scores = run.forecaster.scores();

        assertThat(scores.outcomes()).isEqualTo(3);
        assertThat(scores.values()).isEqualTo(2);
        assertThat(scores.persistenceError()).isCloseTo(4 / Math.sqrt(2), within(1e-12));
        assertThat(scores.error()).isEqualTo(scores.persistenceError());
        assertThat(scores.covered()).isEqualTo(1);
    }

    @Test
    void aConstantSeriesIsPredictedExactly() {
        double[] values = new double[500];
        Arrays.fill(values, 42);
        for (ForecastStep step : new Run(ONE, Run.noise(3, 0.1)).all(series(values))) {
            assertThat(step.next().expected()).containsExactly(42);
        }
    }

    @Test
    void theLinearExpertFindsALinearSeries() {
        Random random = new Random(4);
        double[] values = new double[3000];
        for (int i = 2; i < values.length; i++) {
            values[i] = 1.6 * values[i - 1] - 0.8 * values[i - 2] + random.nextGaussian();
        }
        Run run = new Run(ONE, step -> new float[1]);
        run.all(series(values));
        RunningScores scores = run.forecaster.scores();
        assertThat(scores.linearError()).isLessThan(0.7 * scores.persistenceError());
        assertThat(scores.error()).isLessThan(0.72 * scores.persistenceError());
        assertThat((double) scores.covered() / scores.values()).isCloseTo(0.9, within(0.01));
    }

    @Test
    void aNetworkThatKnowsTheNextStepIsBelieved() {
        double[] values = randomWalk(5, 2000);
        int[] row = {1};
        Run run = new Run(ONE, step -> {
            row[0]++;
            double next = row[0] < values.length ? values[row[0]] : 0;
            return new float[] {(float) ((next - step.last()[0]) / step.stepScale()[0])};
        });
        run.all(series(values));
        assertThat(run.forecaster.scores().error())
                .isLessThan(0.2 * run.forecaster.scores().persistenceError());
    }

    @Test
    void aWildNetworkDoesLittleHarm() {
        Run run = new Run(ONE, Run.noise(6, 5));
        run.all(series(randomWalk(6, 3000)));
        assertThat(run.forecaster.scores().error())
                .isLessThan(1.03 * run.forecaster.scores().persistenceError());
    }

    @Test
    void aNetworkThatIsNotANumberCountsAsPersistence() {
        Run nan = new Run(ONE, step -> new float[] {Float.NaN});
        Run zero = new Run(ONE, step -> new float[1]);
        List<Reading> readings = series(randomWalk(7, 300));
        List<ForecastStep> steps = nan.all(readings);
        assertThat(ForecastTraces.of(steps.get(298)))
                .isEqualTo(ForecastTraces.of(zero.all(readings).get(298)));
    }

    @Test
    void missingValuesAreNeitherScoredNorLearntFrom() {
        double[] values = randomWalk(8, 200);
        values[150] = NOT;
        Run run = new Run(ONE, Run.noise(8, 1));
        List<ForecastStep> steps = run.all(series(values));
        Scored scored = Objects.requireNonNull(steps.get(149).scored());
        assertThat(scored.observed()).containsExactly(NOT);
        assertThat(scored.anomalyScore()).isZero();
        assertThat(run.forecaster.scores().outcomes()).isEqualTo(198);
        assertThat(run.forecaster.scores().values()).isEqualTo(197);
    }

    @Test
    void theFirstValueOfAFeatureIsNotScored() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readings.add(new Reading("s", i * MINUTE, new double[] {i, i < 5 ? NOT : 1013}));
        }
        Run run = new Run(config(2), Run.noise(1, 1));
        List<ForecastStep> steps = run.all(readings);
        assertThat(Objects.requireNonNull(steps.get(4).scored()).anomalyScore()).isLessThan(0.99);
        assertThat(run.forecaster.scores().values()).isEqualTo(8 + 4);
        assertThat(run.forecaster.scores().persistenceError()).isLessThan(20);
    }

    @Test
    void manyFeaturesEachHaveTheirOwnModel() {
        int features = 60;
        Random random = new Random(9);
        List<Reading> readings = new ArrayList<>();
        double[] last = new double[features];
        for (int i = 0; i < 600; i++) {
            double[] values = new double[features];
            for (int f = 0; f < features; f++) {
                values[f] = -0.7 * last[f] + random.nextGaussian();
            }
            last = values;
            readings.add(new Reading("s", i * MINUTE, values));
        }
        Run run = new Run(config(features), Run.noise(9, 1));
        run.all(readings);
        RunningScores scores = run.forecaster.scores();
        assertThat(scores.values()).isEqualTo(598L * features);
        assertThat(scores.linearError()).isLessThan(0.6 * scores.persistenceError());
    }

    @Test
    void anotherCoverageGoesOnFromWhatWasLearnt() {
        Run run = new Run(ONE, Run.noise(1, 1));
        run.all(series(randomWalk(5, 2000)));
        RunningScores before = run.forecaster.scores();

        run.forecaster.cover(List.of(0.5));

        assertThat(run.forecaster.config()).isEqualTo(new ForecastConfig(ONE.window(), 0.5));
        assertThat(run.forecaster.scores()).isEqualTo(before);
        RunningScores after = goOn(run, 2000);
        double covered = (double) (after.covered() - before.covered()) / (after.values() - before.values());
        assertThat(covered).isCloseTo(0.5, within(0.05));
    }

    /** The scores after further steps of the series. */
    private static RunningScores goOn(Run run, int steps) {
        double[] values = randomWalk(6, steps);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            readings.add(new Reading("s", (2000 + i) * MINUTE, new double[] {values[i]}));
        }
        run.all(readings);
        return run.forecaster.scores();
    }

    @Test
    void windowsAndNetworksOfAnotherShapeAreRefused() {
        SeriesForecaster forecaster = new SeriesForecaster(ONE);
        double[] one = {1};
        WindowStep step = new WindowStep("s", 0, MINUTE, 2, one, one, one, one, new float[12], null);
        assertThatThrownBy(() -> forecaster.advance(step, new float[1][2], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a network's step must have 1 features, got 2");
        WindowStep tooShort = new WindowStep("s", 0, MINUTE, 2, one, one, one, one, new float[11], null);
        assertThatThrownBy(() -> forecaster.advance(tooShort, new float[1][1], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold 4 × 3 numbers, got 11");
    }

    private static double[] randomWalk(long seed, int count) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 1; i < count; i++) {
            values[i] = values[i - 1] + random.nextGaussian();
        }
        return values;
    }

    private static List<Reading> series(double... values) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            readings.add(new Reading("s", i * MINUTE, new double[] {values[i]}));
        }
        return readings;
    }

    private static ForecastConfig config(int features) {
        return new ForecastConfig(new WindowConfig(features, 4, MINUTE, 0), 0.9);
    }
}
