package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.stepcast.random.SplitMix64;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NetworksTest {

    private static final NetworkShape SHAPE = RecurrentShape.lstm(8, 5, 16, 2);
    private static final TrainingConfig TRAINING = TrainingConfig.defaults();

    @Test
    void aSeedGivesTheSameParametersEverywhere() {
        float[] parameters = ParameterLayout.draw(SHAPE, 42);
        // Fixed once and for all: a changed number would change every seeded run.
        assertThat(Arrays.copyOf(parameters, 3)).containsExactly(0.12078244f, -0.17004481f, -0.11069944f);
        assertThat(parameters).isEqualTo(ParameterLayout.draw(SHAPE, 42));
        assertThat(parameters).isNotEqualTo(ParameterLayout.draw(SHAPE, 43));
    }

    @Test
    void theGeneratorIsThePublishedOne() {
        SplitMix64 random = new SplitMix64(1234567);
        assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
                .containsExactly(6457827717110365317L, 3203168211198807973L, -8629252141511181193L);
    }

    @Test
    void weightsAreUniformForgetBiasesOneAndTheRestZero() {
        ParameterLayout layout = new ParameterLayout(SHAPE);
        try (SequenceNetwork network = Networks.create(SHAPE, TRAINING, Networks.Device.CPU, 7)) {
            NetworkState state = network.state();
            float[] weights =
                    Arrays.copyOf(state.parameters(), layout.block("bias_ih_l0").offset());
            for (float weight : weights) {
                assertThat(weight).isBetween(-0.25f, 0.25f);
            }
            assertThat(Arrays.copyOf(weights, 4)).doesNotHaveDuplicates();
            float[] biases = Arrays.copyOfRange(
                    state.parameters(),
                    layout.block("bias_ih_l0").offset(),
                    layout.block("bias_hh_l0").offset());
            for (int j = 0; j < biases.length; j++) {
                assertThat(biases[j]).isEqualTo(j / 16 == 1 ? 1f : 0f);
            }
            assertThat(Arrays.copyOfRange(
                            state.parameters(), layout.block("bias_hh_l0").offset(), SHAPE.parameters()))
                    .containsOnly(0f);
            assertThat(state.firstMoment()).containsOnly(0f);
            assertThat(state.secondMoment()).containsOnly(0f);
            assertThat(state.steps()).isZero();
        }
    }

    @Test
    void autoGivesTheCpuWhereThereIsNoCudaBackend() {
        try (SequenceNetwork network = Networks.create(SHAPE, TRAINING, Networks.Device.AUTO, 7)) {
            assertThat(network.device()).startsWith("cpu, OpenBLAS");
            assertThat(network.shape()).isEqualTo(SHAPE);
        }
    }

    @Test
    void cudaWithoutItsBackendIsRefusedWithTheReason() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Networks.create(SHAPE, TRAINING, Networks.Device.CUDA, 7))
                .withMessage("CUDA requires ND4J's CUDA backend (nd4j-cuda-11.6) on the classpath, which is not there");
    }

    @Test
    void onlyGpusThatNd4jHoldsCodeForAreAccepted() {
        assertThat(Cuda.obstacle(new Cuda.Capability.Found(37))).isEmpty();
        assertThat(Cuda.obstacle(new Cuda.Capability.Found(89))).isEmpty();
        assertThat(Cuda.obstacle(new Cuda.Capability.Found(90)))
                .contains("CUDA with ND4J for CUDA 11.6 requires a GPU of compute capability 3.7 to 8.9, got 9.0");
        assertThat(Cuda.obstacle(new Cuda.Capability.Found(35))).isPresent();
        assertThat(Cuda.obstacle(new Cuda.Capability.Missing("cuInit answered 100")))
                .contains("CUDA requires a GPU that libcuda.so.1 reports: cuInit answered 100");
    }

    @Test
    void aShapeWithMoreParametersThanAnArrayHoldsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecurrentShape.lstm(1, 1, 1 << 16, 1))
                .withMessageContaining("at most 2147483647 parameters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecurrentShape.lstm(1, 0, 1, 1))
                .withMessage("a network's inputs must be at least 1, got 0");
    }
}
