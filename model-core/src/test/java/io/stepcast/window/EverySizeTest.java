package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.random.Seeds;
import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From 1 to 500 features and 1 to 512 time steps, with all that may come. */
final class EverySizeTest {

    static LongStream seeds() {
        return Seeds.first(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void predictionsComeFromTheSecondReadingOnAndMarksAreRight(long seed) {
        WindowConfig config = RandomSeries.config(seed);
        SeriesWindow window = new SeriesWindow(config);
        boolean warm = false;
        Reading before = null;
        for (Reading reading : RandomSeries.readings("s", seed, 200, config)) {
            long missing = before == null || !config.regular()
                    ? 0
                    : config.stepsBetween(before.eventTimeMillis(), reading.eventTimeMillis()) - 1;
            Arrival arrival = window.add(reading);
            boolean cold = before == null || missing > config.maxGap();
            if (cold) {
                assertThat(arrival).isEqualTo(new Arrival.Warming());
            } else {
                List<WindowStep> steps = ((Arrival.Advanced) arrival).steps();
                // The first row and the filled one after it make the first window.
                assertThat(steps).hasSize((int) missing + 1);
                assertThat(steps.subList(0, (int) missing)).allMatch(WindowStep::filled);
                assertMarks(config, steps, reading);
                assertThat(steps.get(0).labelled() == null).isEqualTo(!warm || missing > 0);
            }
            warm = !cold;
            before = reading;
        }
    }

    private static void assertMarks(WindowConfig config, List<WindowStep> steps, Reading reading) {
        WindowStep own = steps.get(steps.size() - 1);
        int inputs = SeriesWindow.inputs(config);
        int newest = own.input().length - inputs;
        for (int f = 0; f < config.features(); f++) {
            boolean missing = Double.isNaN(reading.values()[f]);
            assertThat(own.input()[newest + 3 * f + 2]).isEqualTo(missing ? 1 : 0);
            if (steps.size() > 1 && config.length() > 1) {
                assertThat(own.input()[newest - inputs + 3 * f + 2]).isEqualTo(1);
            }
        }
        for (int i = 0; i < own.input().length - own.windowSteps() * inputs; i++) {
            assertThat(own.input()[i]).isZero();
        }
    }

    @ParameterizedTest(name = "{0} features, {1} time steps, step {2}, scaling {3}")
    @CsvSource({
        "1, 1, 3600000, RUNNING",
        "500, 1, 3600000, MIN_MAX",
        "1, 512, 3600000, WINDOW",
        "500, 512, 3600000, RUNNING",
        "1, 1, 0, WINDOW",
        "500, 3, 0, WINDOW",
        "1, 512, 0, MIN_MAX"
    })
    void everySizeStaysFiniteAndGoesOnAfterSaving(int features, int length, long step, Scaling scaling)
            throws IOException {
        WindowConfig config = new WindowConfig(features, length, step, step * 24).withScaling(scaling);
        SeriesWindow window = new SeriesWindow(config);
        SeriesWindow saved = new SeriesWindow(config);
        List<Reading> readings = RandomSeries.readings("s", features + length, 40, config);
        for (int i = 0; i < readings.size(); i++) {
            if (i == 25) {
                saved = SeriesWindow.read(StateBytes.in(StateBytes.of(saved::write)));
            }
            Arrival arrival = window.add(readings.get(i));
            Arrival other = saved.add(readings.get(i));
            if (arrival instanceof Arrival.Advanced advanced) {
                WindowStep own = advanced.step();
                assertThat(own.input()).hasSize(length * SeriesWindow.inputs(config));
                for (float input : own.input()) {
                    if (!(Math.abs(input) <= 6)) {
                        throw new AssertionError("an input must be within 6, got " + input);
                    }
                }
                assertThat(((Arrival.Advanced) other).step().input()).isEqualTo(own.input());
            } else {
                assertThat(other).isEqualTo(arrival);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void correctionsAtAnyMomentKeepEverythingFinite(long seed) {
        WindowConfig config = RandomSeries.config(seed);
        SeriesWindow window = new SeriesWindow(config);
        List<Reading> readings = RandomSeries.readings("s", seed, 120, config);
        List<Reading> others = RandomSeries.readings("s", seed + 1000, 120, config);
        for (int i = 0; i < readings.size(); i++) {
            Arrival arrival = window.add(readings.get(i));
            if (arrival instanceof Arrival.Advanced advanced) {
                for (float input : advanced.step().input()) {
                    assertThat(input).isBetween(-6f, 6f);
                }
            }
            Reading corrected = readings.get(Math.max(0, i - (int) (seed % 5)));
            Arrival replaced = window.replace(
                    new Reading("s", corrected.eventTimeMillis(), others.get(i).values()));
            assertThat(replaced).isNotInstanceOf(Arrival.Advanced.class);
        }
    }
}
