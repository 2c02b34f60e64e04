package io.stepcast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BacktestTest {

    private static final long HOUR = 3_600_000L;
    private static final WindowConfig WINDOW = new WindowConfig(2, 4, HOUR, 24 * HOUR);
    private static final ForecastConfig CONFIG = new ForecastConfig(WINDOW, 0.9);

    private final List<Outcome> outcomes = new ArrayList<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noiseInPlaceOfAllRowsFromKOnLeavesThePredictionsUpToKAsTheyWere(long seed) {
        int k = 150;
        List<Reading> readings = readings("a", seed, 200);
        List<Reading> noisy = new ArrayList<>(readings.subList(0, k));
        Random noise = new Random(seed + 100);
        for (Reading reading : readings.subList(k, 200)) {
            double[] values = {1000 * noise.nextGaussian(), 1000 * noise.nextGaussian()};
            noisy.add(new Reading("a", reading.eventTimeMillis(), values));
        }

        run(readings, new RowRange(50, 2, 200));
        List<Outcome> before = List.copyOf(outcomes);
        run(noisy, new RowRange(50, 2, 200));

        for (int row = 2; row <= k; row++) {
            assertThat(predicted(outcomes, row)).as("row %d", row).isEqualTo(predicted(before, row));
        }
        assertThat(predicted(outcomes, k + 1)).isNotEqualTo(predicted(before, k + 1));
    }

    private static List<Object> predicted(List<Outcome> outcomes, int row) {
        Outcome outcome = outcomes.get(row - 2);
        assertThat(outcome.row()).isEqualTo(row);
        List<Object> predicted = new ArrayList<>();
        predicted.add(Arrays.toString(outcome.forecast().expected()));
        predicted.add(Arrays.toString(outcome.forecast().lower()));
        predicted.add(Arrays.toString(outcome.forecast().upper()));
        for (Method method : Method.values()) {
            predicted.add(Arrays.toString(outcome.predictions().get(method)));
        }
        return predicted;
    }

    @Test
    void scoresAreMeansOverTheScoredRowsInUnitsOfTheWarmUp() {
        List<Reading> readings = readings("a", 5, 120);

        BacktestResult result = run(readings, new RowRange(60, 80, 110));

        assertThat(result.rows()).isEqualTo(110);
        assertThat(result.scoredSteps()).isEqualTo(30);
        double[] unit = deviation(readings.subList(0, 60));
        double squares = 0;
        for (int row = 80; row < 110; row++) {
            for (int f = 0; f < 2; f++) {
                double error =
                        readings.get(row).values()[f] - readings.get(row - 1).values()[f];
                squares += error * error / unit[f] / unit[f];
            }
        }
        assertThat(result.of(Method.PERSISTENCE).scaled().mse()).isCloseTo(squares / 60, within(1e-9));
        double seasonal = 0;
        for (int row = 80; row < 110; row++) {
            for (int f = 0; f < 2; f++) {
                seasonal += Math.abs(
                        readings.get(row).values()[f] - readings.get(row - 24).values()[f]);
            }
        }
        assertThat(result.of(Method.SEASONAL_NAIVE).raw().mae()).isCloseTo(seasonal / 60, within(1e-9));
        assertThat(result.perFeature()).hasSize(2);
        assertThat((result.perFeature().get(0).mse()
                                + result.perFeature().get(1).mse())
                        / 2)
                .isCloseTo(result.of(Method.MODEL).scaled().mse(), within(1e-9));
    }

    private static double[] deviation(List<Reading> warmup) {
        double[] deviation = new double[2];
        for (int f = 0; f < 2; f++) {
            double mean = 0;
            for (Reading reading : warmup) {
                mean += reading.values()[f] / warmup.size();
            }
            double variance = 0;
            for (Reading reading : warmup) {
                variance += Math.pow(reading.values()[f] - mean, 2) / warmup.size();
            }
            deviation[f] = Math.sqrt(variance);
        }
        return deviation;
    }

    @Test
    void aConstantColumnScalesByOneAndIsForecastExactly() {
        List<Reading> readings = new ArrayList<>();
        for (Reading reading : readings("a", 9, 120)) {
            readings.add(new Reading("a", reading.eventTimeMillis(), new double[] {reading.values()[0], 7}));
        }

        BacktestResult result = run(readings, new RowRange(20, 20, 120));

        assertThat(outcomes.get(0).unit()[1]).isEqualTo(1);
        assertThat(result.perFeature().get(1)).isEqualTo(new ErrorScore(0, 0));
    }

    @Test
    void eachSeriesHasItsOwnUnitAndRows() {
        List<Reading> readings = new ArrayList<>();
        List<Reading> small = readings("small", 11, 90);
        for (int row = 0; row < 90; row++) {
            double[] values = small.get(row).values();
            readings.add(small.get(row));
            readings.add(new Reading("large", row * HOUR, new double[] {1000 * values[0], 1000 * values[1]}));
        }

        BacktestResult result = run(readings, new RowRange(30, 40, 90));

        assertThat(result.perSeries()).extracting(SeriesScore::series).containsExactly("small", "large");
        assertThat(result.perSeries()).extracting(SeriesScore::steps).containsExactly(50L, 50L);
        assertThat(result.perSeries().get(1).persistence().mse())
                .isCloseTo(result.perSeries().get(0).persistence().mse(), within(1e-9));
    }

    @Test
    void aMissingValueIsNotScored() {
        List<Reading> readings = readings("a", 13, 60);
        readings.get(50).values()[0] = Double.NaN;

        BacktestResult result = run(readings, new RowRange(20, 50, 51));

        assertThat(result.scoredSteps()).isEqualTo(1);
        assertThat(result.perFeature().get(0).mse()).isNaN();
        assertThat(result.of(Method.MODEL).scaled().mse())
                .isCloseTo(result.perFeature().get(1).mse(), within(1e-12));
    }

    @Test
    void theAutoregressionLearnsAnExactRecurrence() {
        List<Reading> readings = new ArrayList<>();
        for (int row = 0; row < 400; row++) {
            double angle = row * 0.3;
            readings.add(new Reading("a", row * HOUR, new double[] {Math.sin(angle), 5 + 3 * Math.cos(angle)}));
        }

        BacktestResult result = run(readings, new RowRange(100, 300, 400));

        assertThat(result.of(Method.ONLINE_LINEAR).scaled().mse()).isLessThan(1e-4);
        assertThat(result.of(Method.PERSISTENCE).scaled().mse()).isGreaterThan(0.05);
    }

    @Test
    void timeIsThatOfTheModelPerScoredReading() {
        AtomicLong looks = new AtomicLong();
        // Looked at before and after each reading: 900 µs for each of the first ten, 4 µs for each of the others.
        LongSupplier clock = () -> {
            long look = looks.getAndIncrement();
            return Math.min(look, 20) * 900_000 + Math.max(0, look - 20) * 4_000;
        };

        BacktestResult result = run(readings("a", 17, 50), new RowRange(10, 10, 50), clock);

        assertThat(result.microsPerReading()).isEqualTo(4);
    }

    @Test
    void readingsOutOfOrderAreRefused() {
        List<Reading> readings = readings("a", 19, 10);
        readings.add(readings.get(3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(readings, new RowRange(2, 2, 11)))
                .withMessageContaining("must be in the order of time");
    }

    /** Rows 60, 61 and 62 are missing, then 80 to 89; a second reading comes within row 100's hour. */
    @Test
    void gapsLeaveEachRowWithItsOwnPredictions() {
        List<Reading> whole = readings("a", 23, 200);
        List<Reading> gapped = new ArrayList<>();
        for (int row = 0; row < 200; row++) {
            if (!missing(row)) {
                gapped.add(whole.get(row));
            }
            if (row == 100) {
                gapped.add(new Reading("a", 100 * HOUR + HOUR / 3, new double[] {1e6, 1e6}));
            }
        }

        BacktestResult result = run(gapped, new RowRange(20, 20, gapped.size()));

        // The first two rows after the long gap and the second reading of an hour have no prediction.
        assertThat(result.scoredSteps()).isEqualTo(gapped.size() - 20 - 3);
        assertThat(result.rows()).isEqualTo(gapped.size());
        for (Outcome outcome : outcomes) {
            Reading reading = gapped.get(outcome.row());
            assertThat(outcome.eventTimeMillis()).isEqualTo(reading.eventTimeMillis());
            assertThat(outcome.observed()).isEqualTo(reading.values());
            int hour = (int) (reading.eventTimeMillis() / HOUR);
            boolean newest = missing(hour - 24);
            assertThat(outcome.predictions().get(Method.SEASONAL_NAIVE))
                    .as("hour %d", hour)
                    .isEqualTo(newest ? last(outcome) : whole.get(hour - 24).values());
        }
        Outcome after = outcomes.get(60 - 20);
        assertThat(after.eventTimeMillis()).isEqualTo(63 * HOUR);
        assertThat(last(after)).isEqualTo(whole.get(59).values());
    }

    private static boolean missing(int hour) {
        return hour < 0 || (hour >= 60 && hour <= 62) || (hour >= 80 && hour <= 89);
    }

    private static double[] last(Outcome outcome) {
        return Objects.requireNonNull(outcome.predictions().get(Method.PERSISTENCE));
    }

    @Test
    void aRangeThatScoresNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RowRange(10, 20, 20));
        assertThatIllegalArgumentException().isThrownBy(() -> new RowRange(1, 20, 30));
        assertThatIllegalArgumentException().isThrownBy(() -> new RowRange(40, 20, 30));
    }

    private BacktestResult run(List<Reading> readings, RowRange range) {
        return run(readings, range, System::nanoTime);
    }

    private BacktestResult run(List<Reading> readings, RowRange range, LongSupplier clock) {
        outcomes.clear();
        NetworkShape shape = RecurrentShape.lstm(WINDOW.length(), SeriesWindow.inputs(WINDOW), 4, 2);
        LearnerConfig learning = new LearnerConfig("m", 0, 3, 100, 1e-3, 16, 1000, 7);
        try (OnlineLearner learner = new OnlineLearner(
                learning, Ensemble.of(Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, 7)))) {
            return new Backtest(CONFIG, learner, clock)
                    .run(readings, (series, rows) -> range, outcomes::add, done -> {});
        }
    }

    /** Two features with a daily season and noise. */
    private static List<Reading> readings(String series, long seed, int rows) {
        Random random = new Random(seed);
        List<Reading> readings = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double season = Math.sin(2 * Math.PI * row / 24);
            double[] values = {10 + season + 0.1 * random.nextGaussian(), 3 * season + random.nextGaussian()};
            readings.add(new Reading(series, row * HOUR, values));
        }
        return readings;
    }
}
