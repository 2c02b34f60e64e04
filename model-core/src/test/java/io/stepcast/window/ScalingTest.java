package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScalingTest {

    private static final long MINUTE = 60_000L;
    /** An input row is [level, step, missing]. */
    private static final WindowConfig BARE = new WindowConfig(1, 4, MINUTE, 0);

    @Test
    void minMaxMeasuresInHalfTheRange() {
        WindowStep step = last(BARE.withScaling(Scaling.MIN_MAX), 10, 20, 14, 12);
        assertThat(step.spread()[0]).isCloseTo(5, within(0.01));
        assertThat(step.input()[3 * 3]).isCloseTo((12 - 15) / 5f, within(0.01f));
        assertThat(step.input()[0]).isCloseTo(-1, within(0.01f));
        assertThat(step.input()[3]).isCloseTo(1, within(0.01f));
    }

    @Test
    void theRangeShrinksSlowly() {
        double[] values = new double[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 10 ? 100 : i % 2;
        }
        double atFirst =
                last(BARE.withScaling(Scaling.MIN_MAX), head(values, 100)).spread()[0];
        double later =
                last(BARE.withScaling(Scaling.MIN_MAX), head(values, 8_000)).spread()[0];
        double atLast = last(BARE.withScaling(Scaling.MIN_MAX), values).spread()[0];
        assertThat(atFirst).isCloseTo(50, within(1.0));
        assertThat(later).isBetween(10.0, 30.0);
        assertThat(atLast).isBetween(0.3, 8.0);
    }

    @Test
    void aGlitchWidensTheRangeByHalfAndANewLevelIsReachedSoon() {
        double[] values = new double[60];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2;
        }
        double before =
                last(BARE.withScaling(Scaling.MIN_MAX), head(values, 40)).spread()[0];
        values[40] = 1e9;
        double after = last(BARE.withScaling(Scaling.MIN_MAX), head(values, 41)).spread()[0];
        assertThat(after).isCloseTo(before * 1.5, within(0.01));
        for (int i = 40; i < values.length; i++) {
            values[i] = 100 + i % 2;
        }
        WindowStep step = last(BARE.withScaling(Scaling.MIN_MAX), values);
        assertThat(step.input()[9]).isCloseTo(1, within(0.1f));
    }

    @Test
    void theWindowMeasuresByItsOwnRows() {
        WindowStep step = last(BARE.withScaling(Scaling.WINDOW), 1000, -500, 1, 2, 3, 4);
        assertThat(step.spread()[0]).isCloseTo(Math.max(Math.sqrt(1.25), 0.01 * 600), within(3.0));
        step = last(BARE.withScaling(Scaling.WINDOW), 5, 5, 1, 2, 3, 4);
        assertThat(step.spread()[0]).isCloseTo(Math.sqrt(1.25), within(1e-12));
        assertThat(step.input()[0]).isCloseTo((float) (-1.5 / Math.sqrt(1.25)), within(1e-6f));
    }

    @Test
    void missingRowsDoNotCountForTheWindowsSpread() {
        WindowStep step = last(BARE.withScaling(Scaling.WINDOW), 1, 3, Double.NaN, Double.NaN);
        assertThat(step.spread()[0]).isCloseTo(1, within(1e-12));
        WindowStep none = last(BARE.withScaling(Scaling.WINDOW), 1, 3, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        assertThat(none.spread()).isEqualTo(last(BARE, 1, 3).spread());
    }

    @Test
    void theStepScaleIsTheSameWithAll() {
        double[] values = {3, 1, 4, 1, 5, 9, 2, 6};
        assertThat(last(BARE.withScaling(Scaling.MIN_MAX), values).stepScale())
                .isEqualTo(last(BARE.withScaling(Scaling.WINDOW), values).stepScale())
                .isEqualTo(last(BARE, values).stepScale());
    }

    @ParameterizedTest
    @EnumSource(Scaling.class)
    void aConstantColumnHasSpreadOneAndInputsOfZero(Scaling scaling) {
        double[] values = new double[100];
        Arrays.fill(values, 42);
        WindowStep step = last(BARE.withScaling(scaling), values);
        assertThat(step.input()).containsOnly(0);
        assertThat(step.spread()[0]).isFinite().isPositive();
    }

    @ParameterizedTest
    @EnumSource(Scaling.class)
    void aGlitchOfAMillionSigmaIsForgottenByTheInputs(Scaling scaling) {
        Random random = new Random(7);
        double[] values = new double[400];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 200 ? 1e6 : random.nextGaussian();
        }
        WindowStep step = last(BARE.withScaling(scaling), values);
        assertThat(Math.abs(step.input()[1])).isGreaterThan(0.02f);
        assertThat(step.spread()[0]).isLessThan(10);
    }

    private static double[] head(double[] values, int count) {
        return Arrays.copyOf(values, count);
    }

    private static WindowStep last(WindowConfig config, double... values) {
        SeriesWindow window = new SeriesWindow(config);
        Arrival arrival = new Arrival.Warming();
        for (int i = 0; i < values.length; i++) {
            arrival = window.add(new Reading("s", i * MINUTE, new double[] {values[i]}));
        }
        return ((Arrival.Advanced) arrival).step();
    }
}
