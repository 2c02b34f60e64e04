package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecursiveLeastSquaresTest {

    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** By hand: P = 1; P f = 2, power 1 + 4 = 5; weight 2 / 5 × 4; P = 1 - 4 / 5. Then P f = 0.2, power 1.2, error 1 - 1.6. */
    @Test
    void aFirstStepByHand() {
        RecursiveLeastSquares regression = new RecursiveLeastSquares(settings(1, 1, NEVER), 1, 1);
        regression.learn(new double[] {2}, new double[] {4});
        assertThat(regression.predict(new double[] {1}, 0)).isCloseTo(1.6, within(1e-12));
        regression.learn(new double[] {1}, new double[] {1});
        assertThat(regression.predict(new double[] {1}, 0)).isCloseTo(1.6 - 0.2 / 1.2 * 0.6, within(1e-12));
    }

    @Test
    void withoutForgettingItIsRidgeRegression() {
        Random random = new Random(5);
        RecursiveLeastSquares regression = new RecursiveLeastSquares(settings(1, 3, NEVER), 1, 1);
        double products = 0;
        double squares = 3;
        for (int i = 0; i < 200; i++) {
            double input = random.nextGaussian();
            double target = 2 * input + random.nextGaussian();
            regression.learn(new double[] {input}, new double[] {target});
            products += input * target;
            squares += input * input;
        }
        assertThat(regression.predict(new double[] {1}, 0)).isCloseTo(products / squares, within(1e-10));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itFindsTheWeightsOfSeveralOutputs(long seed) {
        Random random = new Random(seed);
        double[][] truth = {{1, -2, 0.5}, {0, 3, -1}};
        RecursiveLeastSquares regression = new RecursiveLeastSquares(settings(0.9999, 1, 3), 3, 2);
        for (int i = 0; i < 3000; i++) {
            double[] row = {random.nextGaussian(), random.nextGaussian(), 1};
            double[] targets = new double[2];
            for (int o = 0; o < 2; o++) {
                targets[o] = truth[o][0] * row[0] + truth[o][1] * row[1] + truth[o][2] + 0.1 * random.nextGaussian();
            }
            regression.learn(row, targets);
        }
        for (int o = 0; o < 2; o++) {
            for (int i = 0; i < 3; i++) {
                double[] unit = new double[3];
                unit[i] = 1;
                assertThat(regression.predict(unit, o)).isCloseTo(truth[o][i], within(0.02));
            }
        }
    }

    @Test
    void aMissingTargetLeavesItsOutputAlone() {
        RecursiveLeastSquares regression = new RecursiveLeastSquares(settings(1, 1, NEVER), 1, 2);
        regression.learn(new double[] {1}, new double[] {1, Double.NaN});
        assertThat(regression.predict(new double[] {1}, 0)).isEqualTo(0.5);
        assertThat(regression.predict(new double[] {1}, 1)).isZero();

        regression.learn(new double[] {1}, new double[] {Double.NaN, Double.NaN});
        regression.learn(new double[] {1}, new double[] {Double.NaN, 1});
        assertThat(regression.predict(new double[] {1}, 1)).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void anOutlierMovesTheWeightsALittleOnly() {
        RecursiveLeastSquares regression = new RecursiveLeastSquares(settings(1, 1, 3), 1, 1);
        for (int i = 0; i < 1000; i++) {
            regression.learn(new double[] {1}, new double[] {i % 2});
        }
        double before = regression.predict(new double[] {1}, 0);
        regression.learn(new double[] {1}, new double[] {1e200});
        assertThat(regression.predict(new double[] {1}, 0)).isCloseTo(before, within(0.003));
    }

    /** Without a bound, P would grow by 1 / 0.9 per row in the direction that is never seen. */
    @Test
    void forgettingDoesNotWindUp() {
        RecursiveLeastSquares regression = new RecursiveLeastSquares(settings(0.9, 1, NEVER), 2, 1);
        for (int i = 0; i < 20_000; i++) {
            regression.learn(new double[] {1, 0}, new double[] {1});
        }
        regression.learn(new double[] {0, 1}, new double[] {2});
        assertThat(regression.predict(new double[] {0, 1}, 0)).isBetween(1.9, 2.0);
        assertThat(regression.predict(new double[] {1, 0}, 0)).isBetween(0.9, 1.1);
    }

    private static RecursiveLeastSquares.Settings settings(double forgetting, double ridge, double clip) {
        return new RecursiveLeastSquares.Settings(forgetting, ridge, clip);
    }
}
