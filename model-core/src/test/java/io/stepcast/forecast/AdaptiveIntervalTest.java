package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdaptiveIntervalTest {

    @Test
    void theFirstQuantileGoesThroughWhatRealSeriesShow() {
        assertThat(AdaptiveInterval.firstQuantile(0.2)).isCloseTo(1.6, within(1e-12));
        assertThat(AdaptiveInterval.firstQuantile(0.1)).isCloseTo(2.06, within(1e-12));
        assertThat(AdaptiveInterval.firstQuantile(0.05)).isCloseTo(2.5, within(1e-12));
        assertThat(AdaptiveInterval.firstQuantile(0.01)).isBetween(3.0, 5.0);
        assertThat(AdaptiveInterval.firstQuantile(0.5)).isBetween(0.5, 1.5);
        assertThat(AdaptiveInterval.firstQuantile(0.999)).isPositive();
    }

    /** By hand: the first scale is the step scale; an error of 3 with half-width 4.12 is a hit; the error's size is then 3. */
    @Test
    void aFirstStepByHand() {
        AdaptiveInterval interval = new AdaptiveInterval(1, new double[] {0.9}, 2);
        double scale = interval.scale(0, 0, 2);
        assertThat(scale).isCloseTo(2, within(1e-12));
        assertThat(interval.halfWidth(0, 0, scale)).isCloseTo(4.12, within(1e-12));

        interval.learn(0, 0, 3, scale);
        assertThat(interval.halfWidth(0, 0, 1)).isCloseTo(2.06 - 0.002, within(1e-12));
        assertThat(interval.scale(0, 0, 2)).isCloseTo(3, within(1e-12));
        assertThat(interval.scale(0, 1, 2)).isCloseTo(3, within(1e-12));

        interval.learn(0, 1, 12, interval.scale(0, 1, 2));
        assertThat(interval.halfWidth(0, 0, 1)).isCloseTo(2.058 + 0.018, within(1e-12));
        assertThat(interval.scale(0, 1, 2)).isCloseTo(Math.sqrt(7.5 * 12), within(1e-12));
    }

    /** The quantile moves by 0.02 at most, so that a far one is reached after some thousand readings only. */
    @ParameterizedTest(name = "nominal {0} within {1}, seed {2}")
    @CsvSource({"0.5,0.003,1", "0.8,0.003,2", "0.9,0.003,3", "0.95,0.004,4", "0.99,0.008,5"})
    void theShareOfHitsIsTheNominalOneForErrorsOfChangingSize(double coverage, double tolerance, long seed) {
        Random random = new Random(seed);
        AdaptiveInterval interval = new AdaptiveInterval(1, new double[] {coverage}, 24);
        int hits = 0;
        int rows = 20_000;
        for (int i = 0; i < rows; i++) {
            int slot = i % 24;
            double size = (1 + slot) * Math.exp(Math.sin(i / 900.0));
            double error = Math.abs(size * random.nextGaussian() * random.nextGaussian());
            double scale = interval.scale(0, slot, 1);
            if (error <= interval.halfWidth(0, 0, scale)) {
                hits++;
            }
            interval.learn(0, slot, error, scale);
        }
        assertThat((double) hits / rows).isCloseTo(coverage, within(tolerance));
    }

    @Test
    void aGlitchWidensTheIntervalForAWhileOnly() {
        AdaptiveInterval interval = new AdaptiveInterval(1, new double[] {0.9}, 1);
        for (int i = 0; i < 200; i++) {
            interval.learn(0, 0, 1 + i % 2, interval.scale(0, 0, 1));
        }
        double before = interval.scale(0, 0, 1);
        interval.learn(0, 0, 1e90, before);
        assertThat(interval.scale(0, 0, 1)).isLessThan(4 * before);
        for (int i = 0; i < 50; i++) {
            interval.learn(0, 0, 1 + i % 2, interval.scale(0, 0, 1));
        }
        assertThat(interval.scale(0, 0, 1)).isLessThan(1.2 * before);
    }

    @Test
    void theScaleNeverVanishes() {
        AdaptiveInterval interval = new AdaptiveInterval(1, new double[] {0.9}, 1);
        for (int i = 0; i < 10_000; i++) {
            interval.learn(0, 0, 0, interval.scale(0, 0, 5));
        }
        assertThat(interval.scale(0, 0, 5)).isEqualTo(0.005);
        assertThat(interval.halfWidth(0, 0, 1)).isPositive();
    }
}
