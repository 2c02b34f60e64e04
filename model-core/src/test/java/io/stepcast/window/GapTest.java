package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a series with a fixed step makes of time steps that nothing came for, and of clocks that are not exact. */
final class GapTest {

    private static final long MINUTE = 60_000L;
    private static final long HOUR = 3_600_000L;
    private static final double NOT = Double.NaN;

    /** An input row is [level, step, missing]. */
    private static final WindowConfig BARE = new WindowConfig(1, 4, MINUTE, 0);

    @Test
    void missingStepsBecomeFilledStepsBeforeTheReadingsOwn() {
        SeriesWindow window = started(BARE, 10, 13, 12);

        List<WindowStep> steps = steps(window.add(reading(5 * MINUTE, 15)));

        assertThat(steps).extracting(WindowStep::eventTimeMillis).containsExactly(3 * MINUTE, 4 * MINUTE, 5 * MINUTE);
        assertThat(steps).extracting(WindowStep::targetTimeMillis).containsExactly(4 * MINUTE, 5 * MINUTE, 6 * MINUTE);
        assertThat(steps).extracting(WindowStep::filled).containsExactly(true, true, false);
        assertThat(steps).extracting(WindowStep::restarted).containsOnly(false);
        for (WindowStep filled : steps.subList(0, 2)) {
            assertThat(filled.observed()).containsExactly(NOT);
            assertThat(filled.last()).containsExactly(12);
            assertThat(filled.labelled()).isNull();
        }
        assertThat(steps.get(2).observed()).containsExactly(15);
        assertThat(steps.get(2).windowSteps()).isEqualTo(4);
        assertThat(steps.get(2).realSteps()).isEqualTo(2);
    }

    @Test
    void aFilledRowShowsTheLastKnownValueAndItsMark() {
        SeriesWindow window = started(BARE, 10, 13, 12);

        WindowStep filled = steps(window.add(reading(4 * MINUTE, 15))).get(0);

        float[] newest = Arrays.copyOfRange(filled.input(), 9, 12);
        float[] before = Arrays.copyOfRange(filled.input(), 6, 9);
        assertThat(newest).containsExactly(before[0], 0, 1);
        assertThat(before[2]).isZero();
    }

    @Test
    void theLabelOfTheReadingAfterAGapBelongsToTheLastFilledInput() {
        SeriesWindow window = started(BARE, 10, 13, 12);

        List<WindowStep> steps = steps(window.add(reading(4 * MINUTE, 15)));

        LabelledWindow labelled = Objects.requireNonNull(steps.get(1).labelled());
        assertThat(labelled.input()).isEqualTo(steps.get(0).input());
        assertThat(labelled.label()).containsExactly((float) (3 / steps.get(0).stepScale()[0]));
    }

    @Test
    void filledStepsAndTheDifferenceOverThemLeaveTheStepScaleAsItWas() {
        SeriesWindow window = started(BARE, 10, 13, 12);
        double before = steps(window.add(reading(3 * MINUTE, 12))).get(0).stepScale()[0];

        List<WindowStep> steps = steps(window.add(reading(5 * MINUTE, 15)));

        assertThat(steps).allSatisfy(step -> assertThat(step.stepScale()).containsExactly(before));
        assertThat(steps(window.add(reading(6 * MINUTE, 15))).get(0).stepScale()[0])
                .isLessThan(before);
    }

    @Test
    void theProfileExpectsTheSumOfTheStepsSinceTheLastKnownValue() {
        WindowConfig daily = new WindowConfig(1, 2, HOUR, 24 * HOUR);
        WindowEncoding encoding = new WindowEncoding(daily);
        SeriesWindow window = new SeriesWindow(daily);
        // One up at six and at seven, two down at eighteen.
        for (int hour = 0; hour < 100 * 24 + 5; hour++) {
            window.add(reading(hour * HOUR, level(hour)));
        }

        List<WindowStep> steps = steps(window.add(reading((100 * 24 + 8) * HOUR, 2)));

        double stepInSpreads = steps.get(0).stepScale()[0]
                / steps.get(0).spread()[0]
                / steps.get(0).stepScale()[0];
        assertThat(encoding.profile(steps.get(0).input(), 0)).isCloseTo(stepInSpreads, within(0.1));
        assertThat(encoding.profile(steps.get(1).input(), 0)).isCloseTo(2 * stepInSpreads, within(0.1));
        assertThat(encoding.profile(steps.get(2).input(), 0)).isCloseTo(2 * stepInSpreads, within(0.1));
        assertThat(encoding.profile(steps.get(3).input(), 0)).isCloseTo(0, within(0.1));
    }

    private static double level(int hour) {
        int ofDay = hour % 24;
        return ofDay < 6 || ofDay >= 18 ? 0 : ofDay == 6 ? 1 : 2;
    }

    @Test
    void aStepOverAGapTeachesTheProfileNothing() {
        WindowConfig daily = new WindowConfig(1, 2, HOUR, 24 * HOUR);
        WindowEncoding encoding = new WindowEncoding(daily);
        SeriesWindow window = new SeriesWindow(daily);
        for (int hour = 0; hour < 245; hour++) {
            if (hour % 24 != 5) {
                window.add(reading(hour * HOUR, hour % 24 < 6 ? 0 : 1));
            }
        }
        WindowStep filled = steps(window.add(reading(246 * HOUR, 1))).get(0);
        assertThat(filled.filled()).isTrue();
        assertThat(encoding.profile(filled.input(), 0)).isZero();
    }

    @Test
    void afterALongGapTheWindowBeginsAnewAndKeepsItsScale() {
        SeriesWindow window = started(BARE, 10, 13, 12);
        double scale = steps(window.add(reading(3 * MINUTE, 12))).get(0).stepScale()[0];

        assertThat(window.add(reading(8 * MINUTE, 500))).isEqualTo(new Arrival.Warming());
        List<WindowStep> steps = steps(window.add(reading(9 * MINUTE, 500)));

        assertThat(steps).hasSize(1);
        WindowStep step = steps.get(0);
        assertThat(step.restarted()).isTrue();
        assertThat(step.labelled()).isNull();
        assertThat(step.windowSteps()).isEqualTo(2);
        assertThat(Arrays.copyOf(step.input(), 6)).containsOnly(0);
        assertThat(step.stepScale()[0]).isLessThan(scale);
        assertThat(step.spread()[0]).isGreaterThan(1);
        WindowStep next = steps(window.add(reading(10 * MINUTE, 501))).get(0);
        assertThat(next.restarted()).isFalse();
        assertThat(next.labelled()).isNotNull();
    }

    @Test
    void aGapRightAfterARestartIsFilledAndTheFirstStepTellsOfTheRestart() {
        SeriesWindow window = started(BARE, 10, 13, 12);
        window.add(reading(100 * MINUTE, 5));

        List<WindowStep> steps = steps(window.add(reading(102 * MINUTE, 6)));

        assertThat(steps).extracting(WindowStep::filled).containsExactly(true, false);
        assertThat(steps).extracting(WindowStep::restarted).containsExactly(true, false);
    }

    @ParameterizedTest(name = "{0} missing of at most {1}: {2} steps")
    @CsvSource({"3, 3, 4", "4, 3, 0", "1, 0, 0", "0, 0, 1", "100, 100, 101", "9, 8, 0"})
    void gapsAreFilledUpToTheMost(int missing, int maxGap, int steps) {
        SeriesWindow window = started(BARE.withMaxGap(maxGap), 10, 13);

        Arrival arrival = window.add(reading((2 + missing) * MINUTE, 9));

        assertThat(
                        arrival instanceof Arrival.Advanced advanced
                                ? advanced.steps().size()
                                : 0)
                .isEqualTo(steps);
    }

    @Test
    void howLongAGapIsFilledMayChange() {
        SeriesWindow window = started(BARE, 10, 13);
        window.allowGap(5);
        assertThat(window.config()).isEqualTo(BARE.withMaxGap(5));
        assertThat(steps(window.add(reading(7 * MINUTE, 9)))).hasSize(6);
    }

    @Test
    void clocksMayJitterByLessThanHalfAStep() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 1));
        long[] times = {MINUTE + 20_000, 2 * MINUTE - 9_000, 3 * MINUTE, 4 * MINUTE + 29_000, 5 * MINUTE};
        for (long time : times) {
            List<WindowStep> steps = steps(window.add(reading(time, 2)));
            assertThat(steps).hasSize(1);
            assertThat(steps.get(0).targetTimeMillis()).isEqualTo(time + MINUTE);
        }
        assertThat(steps(window.add(reading(7 * MINUTE - 20_000, 2)))).hasSize(2);
    }

    @Test
    void momentsAtBothEndsOfTimeAreFarApart() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(Long.MIN_VALUE / 2 - 5, 1));
        assertThat(window.add(reading(Long.MAX_VALUE / 2 + 5, 1))).isEqualTo(new Arrival.Warming());
        assertThat(window.add(reading(Long.MIN_VALUE / 2 - 5, 1))).isInstanceOf(Arrival.Late.class);
    }

    @Test
    void aRestartSurvivesSavingAndReading() throws IOException {
        SeriesWindow window = started(BARE, 10, 13, 12);
        window.add(reading(100 * MINUTE, 5));

        SeriesWindow read = SeriesWindow.read(StateBytes.in(StateBytes.of(window::write)));

        assertThat(steps(read.add(reading(101 * MINUTE, 6))).get(0).restarted()).isTrue();
    }

    @Test
    void gapsBeyondWhatMemoryAllowsAreRefused() {
        assertThatThrownBy(() -> BARE.withMaxGap(101))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the steps of a gap that are filled must be 0 to 100, got 101");
    }

    private static SeriesWindow started(WindowConfig config, double... values) {
        SeriesWindow window = new SeriesWindow(config);
        for (int i = 0; i < values.length; i++) {
            window.add(reading(i * config.stepMillis(), values[i]));
        }
        return window;
    }

    private static Reading reading(long time, double... values) {
        return new Reading("s", time, values);
    }

    private static List<WindowStep> steps(Arrival arrival) {
        assertThat(arrival).isInstanceOf(Arrival.Advanced.class);
        return ((Arrival.Advanced) arrival).steps();
    }
}
