package io.stepcast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.window.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SmallPartsTest {

    private static final double NOT = Double.NaN;

    @Test
    void theUnitIsTheDeviationOfTheKnownWarmUpValues() {
        WarmupScale scale = WarmupScale.of(
                List.of(reading(1, 5, NOT), reading(NOT, 5, NOT), reading(5, 5, NOT), reading(99, 99, 99)), 3, 3);
        assertThat(scale.mean()).containsExactly(3, 5, 0);
        // A constant column, and one that nothing is known of, count in their own units.
        assertThat(scale.unit()).containsExactly(2, 1, 1);
    }

    @Test
    void aColumnWhoseSquaresOverflowCountsInItsOwnUnits() {
        WarmupScale scale = WarmupScale.of(List.of(reading(1e200), reading(-1e200)), 2, 1);
        assertThat(scale.unit()).containsExactly(1);
    }

    @Test
    void deviationsAreFromTheMeanWhereverItLies() {
        WarmupScale scale = WarmupScale.of(List.of(reading(-101), reading(-99)), 2, 1);
        assertThat(scale.mean()).containsExactly(-100);
        assertThat(scale.unit()).containsExactly(1);
    }

    @Test
    void aRangeScoresFromItsFirstRowToTheOneBeforeItsLast() {
        RowRange range = new RowRange(2, 3, 5);
        assertThat(range.scores(2)).isFalse();
        assertThat(range.scores(3)).isTrue();
        assertThat(range.scores(4)).isTrue();
        assertThat(range.scores(5)).isFalse();
    }

    @Test
    void theLeastRangeIsTwoRowsOfWarmUpOfWhichOneIsScored() {
        RowRange least = new RowRange(2, 1, 2);
        assertThat(least.scores(1)).isTrue();
        assertThat(new RowRange(2, 0, 2).scores(0)).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RowRange(2, -1, 2))
                .withMessageContaining("got 2 rows of warm-up and scored rows -1 to 2");
    }

    @Test
    void errorsAreAveragedAndNothingIsNotANumber() {
        ErrorSum sum = new ErrorSum();
        assertThat(sum.mean()).isEqualTo(new ErrorScore(NOT, NOT));
        sum.add(1);
        sum.add(-3);
        assertThat(sum.mean()).isEqualTo(new ErrorScore(5, 2));
    }

    @Test
    void aResultWithoutAMethodsScoreSaysSo() {
        BacktestResult result = new BacktestResult(
                0, 0, List.of(), List.of(), List.of(), new IntervalScore(0.9, 0, 0, 0, 0, 0), List.of(), 0);
        assertThatIllegalStateException()
                .isThrownBy(() -> result.of(Method.LSTM))
                .withMessage("a result must have a score of LSTM");
    }

    @Test
    void theAutoregressionStandsOnTheMeanUntilItHasLearnt() {
        OnlineAutoregression regression = new OnlineAutoregression(new double[] {7}, new double[] {2});
        regression.start(new double[] {9});
        assertThat(regression.predict()).containsExactly(7);
    }

    /** By hand: the first row is 1 and a constant 1, the target 0.5; P = 1 / 10, power 1.2, each weight 0.05 / 1.2. */
    @Test
    void theAutoregressionsFirstStepByHand() {
        OnlineAutoregression regression = new OnlineAutoregression(new double[] {7}, new double[] {2});
        regression.start(new double[] {9});
        regression.learn(new double[] {8});
        // The row is then 0.5, 1 and the constant, but only the first value's and the constant's weights have moved.
        assertThat(regression.predict()[0]).isCloseTo(7 + 2 * (0.5 + 1) * 0.05 / 1.2, within(1e-12));
    }

    @Test
    void aMissingValueTeachesTheAutoregressionNothing() {
        OnlineAutoregression regression = new OnlineAutoregression(new double[] {7}, new double[] {2});
        regression.start(new double[] {9});
        for (int i = 0; i < 10; i++) {
            regression.learn(new double[] {NOT});
        }
        assertThat(regression.predict()).containsExactly(7);
    }

    @Test
    void anAutoregressionThatBeginsWithAMissingValueStandsOnTheMean() {
        OnlineAutoregression missing = new OnlineAutoregression(new double[] {7}, new double[] {2});
        missing.start(new double[] {NOT});
        OnlineAutoregression mean = new OnlineAutoregression(new double[] {7}, new double[] {2});
        mean.start(new double[] {7});
        for (double value : new double[] {8, 6, 9}) {
            missing.learn(new double[] {value});
            mean.learn(new double[] {value});
        }
        assertThat(missing.predict()).isEqualTo(mean.predict());
    }

    @Test
    void theAutoregressionLearnsTheNextValueFromTheLastOne() {
        OnlineAutoregression regression = new OnlineAutoregression(new double[] {1}, new double[] {0.5});
        regression.start(new double[] {2});
        for (int i = 0; i < 2000; i++) {
            regression.learn(new double[] {i % 3});
        }
        // 2000 = 3 * 666 + 2: the newest value was 1.
        assertThat(regression.predict()[0]).isCloseTo(2, within(0.05));
    }

    private static Reading reading(double... values) {
        return new Reading("s", 0, values);
    }
}
