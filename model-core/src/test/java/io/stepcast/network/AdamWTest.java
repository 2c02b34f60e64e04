package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AdamWTest {

    @Test
    void theFirstStepMovesByTheLearningRateAgainstTheGradient() {
        AdamW adam = new AdamW(new TrainingConfig(0.9, 0.999, 0, 100, 1));
        float[] parameters = {1, 1, 1};
        adam.apply(adam.step(1, 0.01, 3), parameters, new float[3], new float[3], new float[] {3, -0.001f, 0});
        assertThat(parameters).containsExactly(new float[] {0.99f, 1.01f, 1}, within(1e-6f));
    }

    @Test
    void weightDecayIsNotScaledByTheGradient() {
        AdamW adam = new AdamW(new TrainingConfig(0.9, 0.999, 0.1, 100, 1));
        float[] parameters = {2};
        adam.apply(adam.step(1, 0.01, 0), parameters, new float[1], new float[1], new float[] {0});
        assertThat(parameters[0]).isEqualTo(2 * (float) (1 - 0.01 * 0.1));
    }

    @Test
    void momentsOfAGradientThatHasStoppedNeverBecomeDenormalNumbers() {
        AdamW adam = new AdamW(TrainingConfig.defaults());
        float[] parameters = {1};
        float[] first = {0};
        float[] second = {0};
        adam.apply(adam.step(1, 1e-3, 1), parameters, first, second, new float[] {1});
        for (int step = 2; step < 80_000; step++) {
            adam.apply(adam.step(step, 1e-3, 0), parameters, first, second, new float[] {0});
            assertThat(first[0] == 0 || Math.abs(first[0]) >= Float.MIN_NORMAL).isTrue();
            assertThat(second[0] == 0 || second[0] >= Float.MIN_NORMAL).isTrue();
        }
        assertThat(first[0]).isLessThan(1e-17f);
        assertThat(second[0]).isLessThan(1e-27f);
    }

    @Test
    void theNormIsTheRootOfAllSquares() {
        float[] numbers = new float[11];
        double squares = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i % 2 == 0 ? 1 : -1) * (i + 1);
            squares += numbers[i] * numbers[i];
            assertThat(AdamW.norm(Arrays.copyOf(numbers, i + 1))).isCloseTo(Math.sqrt(squares), within(1e-6));
        }
    }

    @Test
    void theNormOfNumbersWhoseSquaresOverflowIsFiniteAndThatOfNaNIsNot() {
        assertThat(AdamW.norm(new float[] {3e30f, 4e30f, 0, 0, 0})).isCloseTo(5e30, within(1e24));
        assertThat(AdamW.norm(new float[] {1, 2, 3, 4, Float.NaN})).isNaN();
        assertThat(AdamW.norm(new float[] {1, Float.NEGATIVE_INFINITY})).isInfinite();
    }
}
