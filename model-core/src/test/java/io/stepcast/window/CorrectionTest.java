package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CorrectionTest {

    private static final long MINUTE = 60_000L;
    private static final double NOT = Double.NaN;

    /** An input row is [level, step, missing]. */
    private static final WindowConfig BARE = new WindowConfig(1, 4, MINUTE, 0);

    private static final WindowConfig PAIR = new WindowConfig(2, 4, MINUTE, 0);

    @Test
    void theNextInputAndLabelStandOnTheCorrectedNewestValue() {
        SeriesWindow window = started(BARE, 10, 13, 700);
        WindowStep wrong = ((Arrival.Advanced) window.add(reading(3 * MINUTE, 800))).step();

        assertThat(window.replace(reading(3 * MINUTE + 5, 14))).isEqualTo(new Arrival.Replaced());
        WindowStep next = ((Arrival.Advanced) window.add(reading(4 * MINUTE, 16))).step();

        LabelledWindow labelled = Objects.requireNonNull(next.labelled());
        assertThat(labelled.label()[0]).isEqualTo((float) (2 / wrong.stepScale()[0]));
        assertThat(labelled.input()[10]).isNegative();
        assertThat(wrong.input()[10]).isPositive();
        assertThat(next.input()[10]).isEqualTo((float) (2 / next.spread()[0]));
    }

    @Test
    void anOlderRowIsCorrectedWithoutTouchingTheNewest() {
        SeriesWindow corrected = started(BARE, 10, 99, 12, 13);
        SeriesWindow untouched = started(BARE, 10, 99, 12, 13);

        assertThat(corrected.replace(reading(MINUTE, 11))).isEqualTo(new Arrival.Replaced());

        WindowStep one = ((Arrival.Advanced) corrected.add(reading(4 * MINUTE, 14))).step();
        WindowStep other = ((Arrival.Advanced) untouched.add(reading(4 * MINUTE, 14))).step();
        assertThat(one.spread()).isEqualTo(other.spread());
        assertThat(one.stepScale()).isEqualTo(other.stepScale());
        assertThat(Objects.requireNonNull(one.labelled()).label())
                .isEqualTo(Objects.requireNonNull(other.labelled()).label());
        assertThat(one.input()[0]).isNotEqualTo(other.input()[0]);
        assertThat(one.input()[3 * 3]).isEqualTo(other.input()[3 * 3]);
    }

    @Test
    void rowsThatCarriedTheValueCarryTheCorrectedOne() {
        SeriesWindow window = started(PAIR, new double[] {1, 5}, new double[] {2, 6}, new double[] {3, NOT});

        window.replace(reading(MINUTE, NOT, 8));
        WindowStep next = ((Arrival.Advanced) window.add(reading(3 * MINUTE, 4, NOT))).step();

        assertThat(next.last()).containsExactly(4, 8);
        assertThat(next.observed()).containsExactly(4, NOT);
    }

    @Test
    void aMissingValueOfTheCorrectionLeavesTheRowsAsItIs() {
        SeriesWindow window = started(PAIR, new double[] {1, 5}, new double[] {2, 6});

        window.replace(reading(MINUTE, NOT, 8));
        WindowStep next = ((Arrival.Advanced) window.add(reading(2 * MINUTE, NOT, NOT))).step();

        assertThat(next.last()).containsExactly(2, 8);
    }

    @Test
    void aFilledRowTakesTheReadingThatCameAfterAll() {
        SeriesWindow window = started(BARE, 10, 13);
        WindowStep filled = ((Arrival.Advanced) window.add(reading(3 * MINUTE, 12))).step();
        assertThat(filled.input()[3 * 2 + 2]).isEqualTo(1);

        assertThat(window.replace(reading(2 * MINUTE, 20))).isEqualTo(new Arrival.Replaced());
        WindowStep next = ((Arrival.Advanced) window.add(reading(4 * MINUTE, 12))).step();

        assertThat(next.last()).containsExactly(12);
        assertThat(next.input()[3 + 2]).isZero();
        assertThat(next.input()[3]).isGreaterThan(next.input()[6]);
    }

    @Test
    void aFeaturesFirstValueMayComeAsACorrection() {
        SeriesWindow window = started(PAIR, new double[] {1, NOT}, new double[] {2, NOT});
        window.replace(reading(0, 1, 7));
        WindowStep next = ((Arrival.Advanced) window.add(reading(2 * MINUTE, 3, 9))).step();
        assertThat(Objects.requireNonNull(next.labelled()).label()[1]).isEqualTo(2);
    }

    @Test
    void whatHasLeftTheWindowIsTooOldAndWhatNeverCameIsLate() {
        SeriesWindow window = started(BARE, 1, 2, 3, 4, 5, 6, 7);
        byte[] before = StateBytes.of(window::write);

        assertThat(window.replace(reading(MINUTE, 9))).isEqualTo(new Arrival.TooOld(2 * MINUTE));
        assertThat(window.replace(reading(-1, 9))).isEqualTo(new Arrival.TooOld(2 * MINUTE));

        SeriesWindow irregular = new SeriesWindow(new WindowConfig(1, 4, 0, 0));
        irregular.add(reading(0, 1));
        irregular.add(reading(100, 1));
        assertThat(irregular.replace(reading(50, 9))).isEqualTo(new Arrival.Late(100));
        assertThat(irregular.replace(reading(-50, 9))).isEqualTo(new Arrival.TooOld(0));
        assertThat(irregular.replace(reading(0, 9))).isEqualTo(new Arrival.Replaced());
        assertThat(StateBytes.of(window::write)).isEqualTo(before);
    }

    @Test
    void aCorrectionOfWhatHasNotComeIsRefused() {
        SeriesWindow window = started(BARE, 1, 2);
        assertThatThrownBy(() -> window.replace(reading(2 * MINUTE, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a correction of s must be of a time step that has come, got 120000");
        assertThatThrownBy(() -> new SeriesWindow(BARE).replace(reading(0, 9)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window.replace(reading(0, 9, 9))).hasMessageContaining("must have 1 features, got 2");
    }

    @Test
    void aCorrectionSurvivesSavingAndReading() throws IOException {
        SeriesWindow window = started(BARE.withScaling(Scaling.WINDOW), 10, 13, 700);
        window.replace(reading(2 * MINUTE, 14));

        SeriesWindow read = SeriesWindow.read(StateBytes.in(StateBytes.of(window::write)));

        assertThat(Traces.of(read.add(reading(3 * MINUTE, 15))))
                .isEqualTo(Traces.of(window.add(reading(3 * MINUTE, 15))));
    }

    private static SeriesWindow started(WindowConfig config, double... values) {
        double[][] rows = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            rows[i] = new double[] {values[i]};
        }
        return started(config, rows);
    }

    private static SeriesWindow started(WindowConfig config, double[]... rows) {
        SeriesWindow window = new SeriesWindow(config);
        for (int i = 0; i < rows.length; i++) {
            window.add(reading(i * MINUTE, rows[i]));
        }
        return window;
    }

    private static Reading reading(long time, double... values) {
        return new Reading("s", time, values);
    }
}
