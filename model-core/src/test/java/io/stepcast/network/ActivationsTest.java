package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActivationsTest {

    @Test
    void tanhIsExactToHalfAMillionth() {
        for (int i = -120_000; i <= 120_000; i++) {
            float x = i * 1e-4f;
            assertThat((double) Activations.tanh(x)).as("tanh(%s)", x).isCloseTo(Math.tanh(x), within(5e-7));
        }
    }

    @Test
    void tanhKeepsItsBoundsAndNaN() {
        assertThat(Activations.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(Activations.tanh(-1e30f)).isEqualTo(-1f);
        assertThat(Activations.tanh(0f)).isZero();
        assertThat(Activations.tanh(Float.NaN)).isNaN();
    }

    @Test
    void gatesAreLogisticAtScaleOneHalfAndTanhAtOne() {
        float[] values = {-3f, -0.5f, 0f, 2f, -3f, -0.5f, 0f, 2f};
        float[] before = values.clone();
        Activations.gates(values, new float[] {0.5f, 0.5f, 0.5f, 0.5f, 1f, 1f, 1f, 1f}, 8);
        for (int i = 0; i < 8; i++) {
            double expected = i < 4 ? 1 / (1 + Math.exp(-before[i])) : Math.tanh(before[i]);
            assertThat((double) values[i]).isCloseTo(expected, within(5e-7));
        }
    }
}
