package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.random.Seeds;
import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SeriesWindowPropertyTest {

    static LongStream seeds() {
        return Seeds.first(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void savedAndReadItContinuesBitForBit(long seed) throws IOException {
        WindowConfig config = RandomSeries.config(seed);
        List<Reading> readings = RandomSeries.readings("s", seed, 120, config);
        int saveAt = new Random(seed).nextInt(readings.size());
        SeriesWindow uninterrupted = new SeriesWindow(config);
        SeriesWindow restored = new SeriesWindow(config);
        for (int i = 0; i < readings.size(); i++) {
            if (i == saveAt) {
                restored = SeriesWindow.read(StateBytes.in(StateBytes.of(restored::write)));
            }
            assertThat(Traces.of(restored.add(readings.get(i))))
                    .isEqualTo(Traces.of(uninterrupted.add(readings.get(i))));
        }
        assertThat(StateBytes.of(restored::write)).isEqualTo(StateBytes.of(uninterrupted::write));
        assertThat(restored.config()).isEqualTo(config);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverComesEverythingStaysFinite(long seed) {
        WindowConfig config = RandomSeries.config(seed);
        for (WindowStep step : steps(config, RandomSeries.readings("s", seed, 300, config))) {
            for (int f = 0; f < config.features(); f++) {
                assertThat(step.last()[f]).isFinite();
                assertThat(step.spread()[f]).isFinite().isPositive();
                assertThat(step.stepScale()[f]).isFinite().isPositive();
            }
            for (float input : step.input()) {
                assertThat(input).isBetween(-6f, 6f);
            }
            LabelledWindow labelled = step.labelled();
            if (labelled != null) {
                for (float label : labelled.label()) {
                    assertThat(Float.isInfinite(label)).isFalse();
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readingsAfterAMomentDoNotChangeTheWindowsBeforeIt(long seed) {
        WindowConfig config = RandomSeries.config(seed);
        List<Reading> readings = RandomSeries.readings("s", seed, 80, config);
        Random random = new Random(seed);
        int from = 10 + random.nextInt(60);
        List<Reading> noisy = new ArrayList<>(readings.subList(0, from));
        for (Reading reading : readings.subList(from, readings.size())) {
            double[] noise = new double[config.features()];
            Arrays.setAll(noise, f -> random.nextGaussian());
            noisy.add(new Reading("s", reading.eventTimeMillis(), noise));
        }
        List<String> traces = traces(config, readings);
        assertThat(traces(config, noisy).subList(0, from)).isEqualTo(traces.subList(0, from));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theStateDoesNotGrow(long seed) {
        WindowConfig config = RandomSeries.config(seed);
        SeriesWindow full = new SeriesWindow(config);
        for (int i = 0; i < config.length() + 2; i++) {
            full.add(new Reading("s", i * Math.max(1, config.stepMillis()), new double[config.features()]));
        }
        int bytes = StateBytes.of(full::write).length;
        SeriesWindow window = new SeriesWindow(config);
        for (Reading reading : RandomSeries.readings("s", seed, 200, config)) {
            window.add(reading);
            assertThat(StateBytes.of(window::write).length).isLessThanOrEqualTo(bytes);
        }
    }

    private static List<String> traces(WindowConfig config, List<Reading> readings) {
        SeriesWindow window = new SeriesWindow(config);
        List<String> traces = new ArrayList<>();
        for (Reading reading : readings) {
            traces.add(Traces.of(window.add(reading)));
        }
        return traces;
    }

    private static List<WindowStep> steps(WindowConfig config, List<Reading> readings) {
        SeriesWindow window = new SeriesWindow(config);
        List<WindowStep> steps = new ArrayList<>();
        for (Reading reading : readings) {
            if (window.add(reading) instanceof Arrival.Advanced advanced) {
                steps.addAll(advanced.steps());
            }
        }
        return steps;
    }
}
