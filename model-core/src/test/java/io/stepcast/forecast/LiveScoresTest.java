package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LiveScoresTest {

    private final LiveScores scores = new LiveScores();

    @Test
    void theFirstValuesAreMeantPlainlyInStandardDeviations() {
        scores.add(scored(5, 4, 2, Double.NaN));
        scores.add(scored(9, 4, 2, 5));

        // Two present values of the first feature and one of the second, which has a spread of 4.
        assertThat(scores.values()).isEqualTo(3);
        assertThat(scores.forecast().mae()).isCloseTo((0.5 + 2.5 + 0.25) / 3, within(1e-12));
        assertThat(scores.forecast().mse()).isCloseTo((0.25 + 6.25 + 0.0625) / 3, within(1e-12));
        assertThat(scores.persistence().mae()).isCloseTo((1.5 + 3.5 + 0.75) / 3, within(1e-12));
        assertThat(scores.linear().mse()).isCloseTo((9 + 25 + 2.25) / 3, within(1e-12));
        assertThat(scores.coverage()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void laterOnesFadeOut() {
        for (int i = 0; i < 100_000; i++) {
            scores.add(scored(4, 4, 2, Double.NaN));
        }
        assertThat(scores.forecast().mae()).isZero();
        for (int i = 0; i < 20_000; i++) {
            scores.add(scored(6, 4, 2, Double.NaN));
        }
        // 1 - exp(-2) of the way from 0 to an error of one standard deviation.
        assertThat(scores.forecast().mae()).isCloseTo(1 - Math.exp(-2), within(1e-4));
        assertThat(scores.forecast().mse()).isCloseTo(1 - Math.exp(-2), within(1e-4));
    }

    /** Intervals reach 2 to both sides; the second feature is predicted as 4, too. */
    private static Scored scored(double observed, double expected, double persistence, double second) {
        return new Scored(
                new double[] {observed, second},
                new Forecast(
                        new double[] {expected, expected},
                        new double[] {expected - 2, expected - 2},
                        new double[] {expected + 2, expected + 2}),
                new double[] {persistence, persistence},
                new double[] {-1, -1},
                new double[] {2, 4},
                0,
                1);
    }
}
