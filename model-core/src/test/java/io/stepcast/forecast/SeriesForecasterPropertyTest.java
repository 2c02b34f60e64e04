package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.state.StateBytes;
import io.stepcast.window.RandomSeries;
import io.stepcast.window.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SeriesForecasterPropertyTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
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

    private static ForecastConfig config(long seed) {
        double[] coverages = {0.5, 0.8, 0.9, 0.95, 0.99};
        return new ForecastConfig(RandomSeries.config(seed), coverages[(int) (seed % 5)]);
    }

    private static List<String> traces(List<ForecastStep> steps) {
        List<String> traces = new ArrayList<>();
        for (ForecastStep step : steps) {
            traces.add(ForecastTraces.of(step));
        }
        return traces;
    }
}
