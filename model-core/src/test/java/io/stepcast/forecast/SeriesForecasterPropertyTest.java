package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.random.Seeds;
import io.stepcast.state.StateBytes;
import io.stepcast.window.RandomSeries;
import io.stepcast.window.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SeriesForecasterPropertyTest {

    static LongStream seeds() {
        return Seeds.first(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void savedAndReadItContinuesBitForBit(long seed) throws IOException {
        ForecastConfig config = config(seed);
        List<Reading> readings = RandomSeries.readings("s", seed, 150, config.window());
        int saveAt = new Random(seed).nextInt(readings.size());
        Run uninterrupted = new Run(config, Run.noise(seed, 1));
        List<String> plain = traces(uninterrupted.all(readings));

        Run restored = new Run(config, Run.noise(seed, 1));
        List<String> resumed = new ArrayList<>(traces(restored.all(readings.subList(0, saveAt))));
        restored.forecaster = SeriesForecaster.read(StateBytes.in(StateBytes.of(restored.forecaster::write)));
        resumed.addAll(traces(restored.all(readings.subList(saveAt, readings.size()))));

        assertThat(resumed).isEqualTo(plain);
        assertThat(StateBytes.of(restored.forecaster::write)).isEqualTo(StateBytes.of(uninterrupted.forecaster::write));
        assertThat(restored.forecaster.scores()).isEqualTo(uninterrupted.forecaster.scores());
        assertThat(restored.forecaster.config()).isEqualTo(config);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverComesEverythingStaysFiniteAndOrdered(long seed) {
        ForecastConfig config = config(seed);
        Run run = new Run(config, Run.noise(seed, seed % 3 == 0 ? 1e30 : 1));
        for (ForecastStep step : run.all(RandomSeries.readings("s", seed, 400, config.window()))) {
            Forecast next = step.next();
            for (int f = 0; f < config.features(); f++) {
                assertThat(next.expected()[f]).isFinite();
                assertThat(next.lower()[f]).isFinite().isLessThanOrEqualTo(next.expected()[f]);
                assertThat(next.upper()[f]).isFinite().isGreaterThanOrEqualTo(next.expected()[f]);
            }
            requireNested(config, next);
            Scored scored = step.scored();
            if (scored != null) {
                assertThat(scored.anomalyScore()).isGreaterThanOrEqualTo(0).isLessThan(1);
                for (double linear : scored.linear()) {
                    assertThat(linear).isFinite();
                }
            }
        }
        RunningScores scores = run.forecaster.scores();
        assertThat(scores.error()).isFinite();
        assertThat(scores.covered()).isLessThanOrEqualTo(scores.values());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readingsAfterAMomentDoNotChangeTheForecastsUpToIt(long seed) {
        ForecastConfig config = config(seed);
        List<Reading> readings = RandomSeries.readings("s", seed, 150, config.window());
        Random random = new Random(seed);
        int from = 20 + random.nextInt(120);
        List<Reading> noisy = new ArrayList<>(readings.subList(0, from));
        for (Reading reading : readings.subList(from, readings.size())) {
            double[] noise = new double[config.features()];
            Arrays.setAll(noise, f -> random.nextGaussian());
            noisy.add(new Reading("s", reading.eventTimeMillis(), noise));
        }
        List<String> before = traces(new Run(config, Run.noise(seed, 1)).all(readings.subList(0, from)));
        List<String> disturbed = traces(new Run(config, Run.noise(seed, 1)).all(noisy));
        assertThat(disturbed.subList(0, before.size())).isEqualTo(before);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theStateDoesNotGrow(long seed) {
        ForecastConfig config = config(seed);
        List<Reading> readings = RandomSeries.readings("s", seed, 300, config.window());
        Run run = new Run(config, Run.noise(seed, 1));
        run.all(readings.subList(0, 3));
        int bytes = StateBytes.of(run.forecaster::write).length;
        run.all(readings.subList(3, 300));
        assertThat(StateBytes.of(run.forecaster::write)).hasSize(bytes);
    }

    private static void requireNested(ForecastConfig config, Forecast forecast) {
        List<Forecast.Band> bands = new ArrayList<>(forecast.further());
        bands.add(new Forecast.Band(config.coverage(), forecast.lower(), forecast.upper()));
        bands.sort(Comparator.comparing(Forecast.Band::coverage));
        assertThat(bands).extracting(Forecast.Band::coverage).containsExactlyInAnyOrderElementsOf(config.coverages());
        for (int k = 1; k < bands.size(); k++) {
            for (int f = 0; f < config.features(); f++) {
                assertThat(bands.get(k).lower()[f])
                        .isLessThanOrEqualTo(bands.get(k - 1).lower()[f]);
                assertThat(bands.get(k).upper()[f])
                        .isGreaterThanOrEqualTo(bands.get(k - 1).upper()[f]);
            }
        }
    }

    private static ForecastConfig config(long seed) {
        double[] coverages = {0.5, 0.8, 0.9, 0.95, 0.99};
        double main = coverages[(int) (seed % 5)];
        List<Double> all = seed % 2 == 0 ? List.of(main) : List.of(main, 0.7, 0.97, 0.6);
        return new ForecastConfig(RandomSeries.config(seed), all, (int) (seed / 2 % 3), seed / 6 % 2 == 0);
    }

    private static List<String> traces(List<ForecastStep> steps) {
        List<String> traces = new ArrayList<>();
        for (ForecastStep step : steps) {
            traces.add(ForecastTraces.of(step));
        }
        return traces;
    }
}
