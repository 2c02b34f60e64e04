package io.stepcast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntervalSumsTest {

    /** The interval is 1 to 3; at a coverage of 0.9 each unit outside costs 20. */
    @ParameterizedTest(name = "{0} costs {1}, inside: {2}")
    @CsvSource({"2, 2, 1", "1, 2, 1", "3, 2, 1", "3.5, 12, 0", "0.75, 7, 0"})
    void anOutcomeCostsTheWidthAndItsDistanceFromTheInterval(double observed, double winkler, long inside) {
        IntervalSums sums = new IntervalSums(0.9);

        sums.add(observed, 2, 1, 3);

        assertThat(sums.count).isEqualTo(1);
        assertThat(sums.inside).isEqualTo(inside);
        assertThat(sums.width).isEqualTo(2);
        assertThat(sums.winkler).isCloseTo(winkler, within(1e-12));
    }

    @Test
    void theFixedIntervalReachesAsFarAsItsShareOfTheWarmUpErrors() {
        IntervalSums sums = new IntervalSums(0.8);
        for (int error = 1; error <= 10; error++) {
            sums.calibrate(error % 2 == 0 ? error : -error);
        }

        // Eight of the ten errors are at most 8; the outcome lies 2 above 5 + 8, and each unit outside costs 10.
        sums.add(15, 5, 0, 1);

        assertThat(sums.fixedWinkler).isCloseTo(16 + 10 * 2, within(1e-12));
    }

    @Test
    void errorsAfterTheFirstScoredRowDoNotMoveTheFixedInterval() {
        IntervalSums sums = new IntervalSums(0.5);
        sums.calibrate(1);
        sums.add(0, 0, 0, 1);
        sums.calibrate(100);
        sums.add(0, 0, 0, 1);
        assertThat(sums.fixedWinkler).isEqualTo(4);
    }

    @Test
    void withoutWarmUpErrorsThereIsNoFixedInterval() {
        IntervalSums sums = new IntervalSums(0.9);
        sums.add(2, 2, 1, 3);
        assertThat(sums.fixedWinkler).isNaN();
    }

    @Test
    void aScoreIsTheMeanOverAllFeaturesRowsAndNamesTheWorstFeature() {
        IntervalSums good = new IntervalSums(0.5);
        good.calibrate(1);
        good.add(0, 0, -1, 1);
        good.add(2, 0, -1, 1);
        IntervalSums bad = new IntervalSums(0.5);
        bad.calibrate(3);
        bad.add(0, 0, 1, 2);
        bad.add(0, 0, 1, 2);
        IntervalSums unscored = new IntervalSums(0.5);

        IntervalScore score = IntervalSums.score(0.5, List.of(good, bad, unscored));

        assertThat(score.coverage()).isEqualTo(0.5);
        assertThat(score.empirical()).isEqualTo(0.25);
        assertThat(score.meanWidth()).isEqualTo((2 + 2 + 1 + 1) / 4.0);
        assertThat(score.winkler()).isEqualTo((2 + 2 + 4 + 1 + 4 + 1 + 4) / 4.0);
        assertThat(score.fixedWinkler()).isEqualTo((2 + 2 + 4 + 6 + 6) / 4.0);
        assertThat(score.worstFeatureDeviation()).isEqualTo(0.5);
    }
}
