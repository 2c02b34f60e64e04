package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.learn.Ensembles;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.RecurrentShape;
import io.stepcast.random.Seeds;
import io.stepcast.window.Arrival;
import io.stepcast.window.RandomSeries;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Window, learner and forecaster in a row, as a job runs them. */
final class PipelinePropertyTest {

    static LongStream seeds() {
        return Seeds.first(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noiseInPlaceOfAllReadingsAfterAMomentLeavesTheForecastsUpToItAsTheyWere(long seed) {
        WindowConfig config = RandomSeries.config(seed);
        List<Reading> readings = RandomSeries.readings("s", seed, 120, config);
        Random random = new Random(seed);
        int from = 20 + random.nextInt(90);
        List<Reading> noisy = new ArrayList<>(readings.subList(0, from));
        for (Reading reading : readings.subList(from, readings.size())) {
            double[] noise = new double[config.features()];
            Arrays.setAll(noise, f -> random.nextGaussian());
            noisy.add(new Reading("s", reading.eventTimeMillis(), noise));
        }
        List<String> before = forecasts(seed, config, readings.subList(0, from));

        assertThat(forecasts(seed, config, noisy).subList(0, before.size())).isEqualTo(before);
    }

    private static List<String> forecasts(long seed, WindowConfig config, List<Reading> readings) {
        int networks = (int) (seed % 3);
        SeriesWindow window = new SeriesWindow(config);
        NetworkShape shape = RecurrentShape.lstm(config.length(), SeriesWindow.inputs(config), 4, config.features());
        OnlineLearner learner = new OnlineLearner(
                new LearnerConfig("m", 0, 3, 30, 1e-2, 1, 10, 1),
                Ensembles.of(shape, networks == 0 ? 0 : 1, networks == 2 ? 1 : 0));
        SeriesForecaster forecaster =
                new SeriesForecaster(new ForecastConfig(config, List.of(0.9), networks, seed % 2 == 0));
        List<String> forecasts = new ArrayList<>();
        for (Reading reading : readings) {
            if (window.add(reading) instanceof Arrival.Advanced advanced) {
                for (WindowStep step : advanced.steps()) {
                    learner.add(step, output -> {
                        if (output instanceof LearnerOutput.Predicted predicted) {
                            forecasts.add(ForecastTraces.of(forecaster.advance(
                                    predicted.step(), predicted.networkSteps(), predicted.modelVersion())));
                        }
                    });
                }
            }
        }
        return forecasts;
    }
}
