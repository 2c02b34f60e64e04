package io.stepcast.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every recurrent network must do beside the rest. */
abstract class RecurrentConformance extends SequenceNetworkConformance {

    private static final TrainingConfig DEFAULTS = TrainingConfig.defaults();

    private final NetworkShape shape = shape(5, 4, 8, 3);

    @Test
    void aShortWindowIsThatOfANetworkWithShorterWindows() {
        Sample sample = new Sample(12);
        NetworkState state = sample.state(shape);
        NetworkShape shorter = shape(2, 4, 8, 3);
        float[] windows = sample.windows(shape, 1);
        float[] outputs = new float[3];
        float[] expected = new float[3];
        try (SequenceNetwork network = network(DEFAULTS, state);
                SequenceNetwork small = network(DEFAULTS, NetworkState.untrained(shorter, state.parameters()))) {
            network.predict(windows, new int[] {2}, 1, outputs);
            small.predict(Arrays.copyOfRange(windows, 12, 20), new int[] {2}, 1, expected);
        }
        assertThat(outputs).containsExactly(expected, within(1e-6f));
    }

    /** An infinity into a saturated gate leaves a finite loss, but a gradient of 0 times infinity. */
    @Test
    void aStepFromAnInfiniteInputIsRefused() {
        Sample sample = new Sample(5);
        float[] windows = sample.windows(shape, 4);
        windows[5 * 4 - 1] = Float.POSITIVE_INFINITY;
        float[] labels = new float[12];
        NetworkState state = sample.state(shape);
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            assertThat(network.train(windows, Sample.whole(shape, 4), labels, 4, 1e-3, new float[12]))
                    .isInstanceOf(TrainingStep.Refused.class);
            assertSameBits(network.state(), state);
        }
    }

    @Test
    void aStateWithTwoBiasesPerGateIsRefused() {
        NetworkState state = new Sample(9).state(shape);
        float[] twoBiases = state.parameters().clone();
        twoBiases[new ParameterLayout(shape).block("bias_hh_l0").offset()] = 1;
        try (SequenceNetwork network = network(DEFAULTS, state)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.restore(NetworkState.untrained(shape, twoBiases)))
                    .withMessage("bias_hh_l0 must be zero (add it to the first bias), got 1.0 at 0");
            assertSameBits(network.state(), state);
        }
    }
}
