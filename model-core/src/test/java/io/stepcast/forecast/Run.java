package io.stepcast.forecast;

import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** One series through its window and its forecaster, with a network made up by the test. */
final class Run {

    private final SeriesWindow window;
    SeriesForecaster forecaster;
    private final int networks;
    private final Function<WindowStep, float[]> network;
    private long version;

    Run(ForecastConfig config, Function<WindowStep, float[]> network) {
        window = new SeriesWindow(config.window());
        forecaster = new SeriesForecaster(config);
        networks = config.networks();
        this.network = network;
    }

    /** A network whose steps are noise drawn from the moment it predicts from. */
    static Function<WindowStep, float[]> noise(long seed, double size) {
        return step -> {
            Random random = new Random(seed * 1_000_003 + step.eventTimeMillis());
            float[] steps = new float[step.last().length];
            for (int f = 0; f < steps.length; f++) {
                steps[f] = (float) (size * random.nextGaussian());
            }
            return steps;
        };
    }

    /** What goes out for the readings: nothing for the first of a window and for filled steps. */
    List<ForecastStep> all(List<Reading> readings) {
        List<ForecastStep> steps = new ArrayList<>();
        for (Reading reading : readings) {
            if (window.add(reading) instanceof Arrival.Advanced advanced) {
                for (WindowStep step : advanced.steps()) {
                    ForecastStep forecast = forecaster.advance(step, networkSteps(step), version++);
                    if (!step.filled()) {
                        steps.add(forecast);
                    }
                }
            }
        }
        return steps;
    }

    /** As many networks' steps, each a little smaller than the one before. */
    private float[][] networkSteps(WindowStep step) {
        float[][] networkSteps = new float[networks][];
        for (int i = 0; i < networks; i++) {
            float[] networkStep = network.apply(step).clone();
            for (int f = 0; f < networkStep.length; f++) {
                networkStep[f] *= 1 - 0.1f * i;
            }
            networkSteps[i] = networkStep;
        }
        return networkSteps;
    }
}
