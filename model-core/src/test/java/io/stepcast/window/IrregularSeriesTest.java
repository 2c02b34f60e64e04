package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class IrregularSeriesTest {

    private static final long HOUR = 3_600_000L;
    /** An input row is [level, step, missing, time since the row before, age]. */
    private static final WindowConfig BARE = new WindowConfig(1, 3, 0, 0).withCalendar(List.of());

    @Test
    void rowsTellTheTimeSinceTheRowBeforeAndTheirAgeInUsualTimes() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0));
        window.add(reading(1_000));
        float[] input = step(window, 5_000).input();

        // Intervals of 1 s and 4 s: their geometric mean is 2 s.
        assertThat(SeriesWindow.inputs(BARE)).isEqualTo(5);
        float half = (float) Math.log(0.5);
        assertThat(input[3]).isZero();
        assertThat(input[5 + 3]).isCloseTo(half, within(1e-6f));
        assertThat(input[10 + 3]).isCloseTo(-half, within(1e-6f));
        assertThat(input[4]).isCloseTo((float) Math.log(1 + 5.0 / 2), within(1e-6f));
        assertThat(input[5 + 4]).isCloseTo((float) Math.log(1 + 4.0 / 2), within(1e-6f));
        assertThat(input[10 + 4]).isZero();
    }

    @Test
    void evenAYearAmongSecondsStaysWithinBounds() {
        SeriesWindow window = new SeriesWindow(BARE);
        for (int i = 0; i < 100; i++) {
            window.add(reading(i * 1000L));
        }
        float[] input = step(window, 365 * 24 * HOUR).input();
        assertThat(input[10 + 3]).isEqualTo(6);
        assertThat(input[4]).isEqualTo(6);
        float[] soon = step(window, 365 * 24 * HOUR + 1).input();
        assertThat(soon[10 + 3]).isEqualTo(-6);
    }

    @Test
    void thereAreNoGapsAndAnyLaterReadingIsTheNextStep() {
        SeriesWindow window = new SeriesWindow(BARE.withMaxGap(0));
        window.add(reading(0));
        window.add(reading(1));
        assertThat(((Arrival.Advanced) window.add(reading(1_000_000))).steps()).hasSize(1);
        assertThat(window.add(reading(1_000_000))).isEqualTo(new Arrival.Duplicate(1_000_000));
        assertThat(window.add(reading(999_999))).isEqualTo(new Arrival.Late(1_000_000));
    }

    @Test
    void aRegularSeriesHasNoSuchInputs() {
        assertThat(SeriesWindow.inputs(new WindowConfig(1, 3, 1000, 0))).isEqualTo(3);
    }

    private static Reading reading(long time) {
        return new Reading("s", time, new double[] {1});
    }

    private static WindowStep step(SeriesWindow window, long time) {
        return ((Arrival.Advanced) window.add(reading(time))).step();
    }
}
