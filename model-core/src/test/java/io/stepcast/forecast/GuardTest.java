package io.stepcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.random.Seeds;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GuardTest {

    static LongStream seeds() {
        return Seeds.first(100);
    }

    /**
     * By hand: expert 0 says 1, persistence 0. At first persistence alone has regret, so 0. Truth 1: error -1, expert 0 gets 2 × -1 ×
     * (0 - 1) = 2, squares 4, largest 2: weight 2 / (1 + 4 + 4); persistence 50 / (1 + 0 + 4) = 10.
     */
    @Test
    void weightsByHand() {
        Guard guard = new Guard(1, 2, 1);
        guard.expert(0, 0, 1);
        guard.expert(0, 1, 0);
        assertThat(guard.combine(0)).isZero();
        guard.learn(0, 1);
        double weight = 2.0 / 9;
        assertThat(guard.combine(0)).isCloseTo(weight / (weight + 10), within(1e-12));
    }

    @Test
    void featuresAreWeighedApart() {
        Guard guard = new Guard(2, 2, 1);
        for (int i = 0; i < 500; i++) {
            guard.expert(0, 0, 1);
            guard.expert(1, 0, 1);
            guard.combine(0);
            guard.combine(1);
            guard.learn(0, 1);
            guard.learn(1, -1);
        }
        assertThat(guard.combine(0)).isGreaterThan(0.9);
        assertThat(guard.combine(1)).isLessThan(0.01);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void inTheLongRunItIsHardlyWorseThanTheBestExpert(long seed) {
        Random random = new Random(seed);
        int experts = 2 + random.nextInt(4);
        double[] bias = new double[experts];
        double[] noise = new double[experts];
        for (int k = 0; k < experts; k++) {
            bias[k] = random.nextGaussian();
            noise[k] = random.nextDouble() * 2;
        }
        Guard guard = new Guard(1, experts, experts - 1);
        double[] losses = new double[experts];
        double combinedLoss = 0;
        int rows = 4000;
        for (int i = 0; i < rows; i++) {
            double truth = random.nextGaussian();
            for (int k = 0; k < experts; k++) {
                double step = k == experts - 1 ? 0 : truth + bias[k] + noise[k] * random.nextGaussian();
                guard.expert(0, k, step);
                losses[k] += (step - truth) * (step - truth) / rows;
            }
            double combined = guard.combine(0);
            combinedLoss += (combined - truth) * (combined - truth) / rows;
            guard.learn(0, truth);
        }
        double best = Double.MAX_VALUE;
        for (double loss : losses) {
            best = Math.min(best, loss);
        }
        assertThat(combinedLoss).isLessThan(best + 0.1);
    }

    @Test
    void absurdStepsAreClipped() {
        Guard guard = new Guard(1, 2, 1);
        guard.expert(0, 0, 1e300);
        guard.combine(0);
        guard.learn(0, -1e300);
        guard.expert(0, 0, Double.NaN);
        assertThat(guard.combine(0)).isFinite();
    }
}
