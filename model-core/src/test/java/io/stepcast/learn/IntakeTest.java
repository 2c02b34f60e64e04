package io.stepcast.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.state.StateBytes;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IntakeTest {

    private static final WindowStep LABELLED = step(new LabelledWindow(new float[] {0}, 1, new float[] {2, Float.NaN}));
    private static final WindowStep MUTE =
            step(new LabelledWindow(new float[] {0}, 1, new float[] {Float.NaN, Float.NaN}));
    private static final WindowStep FIRST = step(null);

    /** An intake of version 1 that is thinning: 3 of 5 labelled windows taken, 1 of 3 since the last version. */
    private static final String VERSION_1 =
            "53435354000e6c6561726e657220696e74616b6500000001010000000000000005000000000000000300000000"
                    + "0000000300000000000000013fe333333333333300000000000000034010000000000000";

    private final Intake intake = new Intake(1000);

    @Test
    void thinningBeginsBeyondTheLargestLagAndEndsAtHalfOfIt() {
        assertThat(intake.lags(1000)).isEmpty();
        assertThat(intake.takes(LABELLED)).isTrue();
        assertThat(intake.lags(1001))
                .contains(
                        "learning is thinned: windows reach the learner 1001 ms after their reading, more than 1000 ms;"
                                + " all are predicted, none is learnt from until the lag is 500 ms");
        assertThat(intake.takes(LABELLED)).isFalse();
        assertThat(intake.lags(501)).isEmpty();
        assertThat(intake.takes(LABELLED)).isFalse();
        assertThat(intake.lags(500))
                .contains("learning is no longer thinned: windows reach the learner 500 ms after their reading; 2 of 3"
                        + " labelled windows were left out so far");
        assertThat(intake.takes(LABELLED)).isTrue();
        assertThat(intake.lags(900)).isEmpty();
        assertThat(intake.thinning()).isFalse();
    }

    @Test
    void withoutALimitNothingIsEverLeftOut() {
        Intake keepsUp = new Intake(Intake.NO_LIMIT);

        assertThat(keepsUp.lags(Long.MAX_VALUE)).isEmpty();
        assertThat(keepsUp.takes(LABELLED)).isTrue();
    }

    @Test
    void theShareOfAVersionCountsFromTheOneBefore() {
        assertThat(intake.published()).isEqualTo(1);
        intake.takes(LABELLED);
        intake.takes(FIRST);
        var unused = intake.lags(2000);
        intake.takes(LABELLED);
        intake.takes(LABELLED);
        intake.takes(LABELLED);

        assertThat(intake.published()).isEqualTo(0.25);
        assertThat(intake.share()).isEqualTo(0.25);
        assertThat(intake.published()).isEqualTo(1);
        intake.takes(LABELLED);
        assertThat(intake.published()).isZero();
        assertThat(intake.offered()).isEqualTo(5);
        assertThat(intake.taken()).isEqualTo(1);
    }

    @Test
    void theShareFadesOverAThousandWindows() {
        for (int i = 0; i < 5000; i++) {
            intake.takes(LABELLED);
        }
        var unused = intake.lags(2000);
        for (int i = 0; i < 1000; i++) {
            intake.takes(LABELLED);
        }
        assertThat(intake.share()).isCloseTo(Math.exp(-1), within(1e-3));
    }

    @Test
    void persistenceIsMeasuredOnWhatIsTaken() {
        intake.takes(LABELLED);
        intake.takes(MUTE);
        assertThat(intake.persistenceLoss()).isEqualTo(4);

        var unused = intake.lags(2000);
        intake.takes(step(new LabelledWindow(new float[] {0}, 1, new float[] {9, 9})));
        assertThat(intake.persistenceLoss()).isEqualTo(4);
    }

    @Test
    void goesOnFromItsStateAndFromThatOfVersion1() throws IOException {
        var unused = intake.lags(0);
        intake.takes(LABELLED);
        intake.takes(LABELLED);
        intake.published();
        intake.takes(LABELLED);
        unused = intake.lags(2000);
        intake.takes(LABELLED);
        intake.takes(LABELLED);
        byte[] bytes = StateBytes.of(intake::write);

        assertGoesOn(bytes);
        assertGoesOn(HexFormat.of().parseHex(VERSION_1));
        // As long as version 1 is also what is written.
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(VERSION_1);
    }

    private static void assertGoesOn(byte[] bytes) throws IOException {
        Intake restored = new Intake(100);
        restored.restore(StateBytes.in(bytes));
        assertThat(restored.thinning()).isTrue();
        assertThat(restored.offered()).isEqualTo(5);
        assertThat(restored.taken()).isEqualTo(3);
        assertThat(restored.share()).isCloseTo(0.6, within(1e-12));
        assertThat(restored.persistenceLoss()).isEqualTo(4);
        assertThat(restored.published()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(restored.lags(50)).isNotEmpty();

        Intake keepsUp = new Intake(Intake.NO_LIMIT);
        keepsUp.restore(StateBytes.in(bytes));
        assertThat(keepsUp.thinning()).isFalse();
    }

    @Test
    void aLagBelowOneMillisecondIsRefused() {
        assertThatThrownBy(() -> new Intake(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the largest lag must be at least 1 ms, got 0");
    }

    private static WindowStep step(@Nullable LabelledWindow labelled) {
        double[] ones = {1, 1};
        return new WindowStep("a", 0, WindowStep.NO_TARGET_TIME, 2, ones, ones, ones, ones, new float[] {0}, labelled);
    }
}
