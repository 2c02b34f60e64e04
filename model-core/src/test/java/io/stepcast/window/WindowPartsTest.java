package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.random.SplitMix64;
import io.stepcast.state.StateBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowPartsTest {

    private static final long HOUR = 3_600_000L;
    private static final double NOT = Double.NaN;
    /** A season of ten steps; without one a season counts as 24. */
    private static final WindowConfig SEASONAL = new WindowConfig(2, 3, HOUR, 10 * HOUR);

    private static final WindowConfig PLAIN = new WindowConfig(1, 4, HOUR, 0);

    @Test
    void columnsAndNewestRowAreFoundWhereTheEncodingPutThem() {
        WindowEncoding encoding = new WindowEncoding(SEASONAL);
        SeriesWindow window = new SeriesWindow(SEASONAL);
        window.add(reading(0, 1, 100));
        window.add(reading(1, 3, 300));
        WindowStep step = advance(window, 2, 7, 800);
        int newest = 2 * encoding.inputs();

        encoding.require(step.input());
        for (int f = 0; f < 2; f++) {
            float level = step.input()[newest + encoding.levelColumn(f)];
            float difference = step.input()[newest + encoding.stepColumn(f)];
            assertThat(level).isPositive();
            assertThat((double) level).isEqualTo(encoding.level(step.input(), f));
            double before = f == 0 ? 3 : 300;
            assertThat((double) difference).isCloseTo((step.observed()[f] - before) / step.spread()[f], within(1e-6));
        }
    }

    @Test
    void theCalendarIsCopiedToWhereItIsWanted() {
        WindowEncoding encoding = new WindowEncoding(SEASONAL);
        SeriesWindow window = new SeriesWindow(SEASONAL);
        window.add(reading(0, 1, 1));
        WindowStep step = advance(window, 4, 1, 1);
        float[] expected = new float[encoding.calendarWidth()];
        new SeriesCalendar(SEASONAL).encode(5 * HOUR, expected, 0);

        double[] copied = new double[2 + expected.length];
        encoding.copyCalendar(step.input(), copied, 2);

        assertThat(encoding.calendarWidth()).isEqualTo(8 + 2);
        assertThat(copied[0]).isZero();
        for (int i = 0; i < expected.length; i++) {
            assertThat(copied[2 + i]).isEqualTo(expected[i]);
        }
    }

    @Test
    void theProfileOfEachFeatureIsItsOwn() {
        WindowEncoding encoding = new WindowEncoding(SEASONAL);
        SeriesWindow window = new SeriesWindow(SEASONAL);
        window.add(reading(0, 0, 0));
        WindowStep step = null;
        // The first feature is up in the second half of each season, the other moves at no fixed time.
        for (int hour = 1; hour <= 104; hour++) {
            step = advance(window, hour, hour % 10 >= 5 ? 1 : 0, hour % 7 == 0 ? 1 : 0);
        }
        float[] input = Objects.requireNonNull(step).input();
        assertThat(encoding.profile(input, 0)).isGreaterThan(1);
        assertThat(Math.abs(encoding.profile(input, 1))).isLessThan(0.5);
    }

    @Test
    void anInputOfAnotherLengthIsRefused() {
        WindowEncoding encoding = new WindowEncoding(PLAIN);
        assertThatThrownBy(() -> encoding.require(new float[4 * encoding.inputs() + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "must hold 4 × " + encoding.inputs() + " numbers, got " + (4 * encoding.inputs() + 1));
    }

    @ParameterizedTest(name = "a season of {1} min in steps of {0} min: the level remembers {2} steps")
    @CsvSource({"60, 600, 70", "60, 0, 168", "0, 1440, 168", "60, 30, 7", "30, 60, 14"})
    void theLevelRemembersSevenSeasons(long step, long season, int remembered) {
        RunningScale scale = new RunningScale(new WindowConfig(1, 4, step * 60_000, season * 60_000));
        for (int i = 0; i < 1000; i++) {
            scale.update(0, 0, true);
        }
        scale.update(0, 1, true);
        assertThat(scale.level(0)).isCloseTo(1.0 / remembered, within(1e-12));
    }

    @Test
    void theTwentyFirstValueIsTheFirstThatCountsAsThirtySpreadsAtMost() {
        RunningScale twenty = alternating(19);
        twenty.update(0, 1e9, true);
        assertThat(twenty.stepScale(0)).isGreaterThan(1e8);

        RunningScale guarded = alternating(20);
        double before = guarded.stepScale(0);
        double spread = guarded.spread(0);
        guarded.update(0, 1e9, true);
        assertThat(guarded.stepScale(0)).isCloseTo(before * Math.sqrt(20 / 21.0 + 900 / 21.0), within(1e-9));
        assertThat(guarded.spread(0)).isCloseTo(spread * Math.sqrt(20 / 21.0 + 900 / 21.0), within(1e-9));
    }

    private static RunningScale alternating(int values) {
        RunningScale scale = new RunningScale(PLAIN);
        for (int i = 0; i < values; i++) {
            scale.update(0, i % 2, true);
        }
        return scale;
    }

    @Test
    void theFirstStepOfAConstantIsTakenAsItIs() {
        RunningScale scale = new RunningScale(PLAIN);
        for (int i = 0; i < 30; i++) {
            scale.update(0, 5, true);
        }
        scale.update(0, 8, true);
        assertThat(scale.stepScale(0)).isCloseTo(3 / Math.sqrt(31), within(1e-12));
        assertThat(scale.level(0)).isCloseTo(5 + 3 / 31.0, within(1e-12));
    }

    @Test
    void bothEndsOfTheRangeCreepTowardsAValueWithinIt() {
        ValueRange range = new ValueRange(PLAIN);
        range.update(0, 10);
        range.update(0, 14);
        range.update(0, 11);
        double rate = 1 / (365.0 * 24);
        assertThat(range.spread(0)).isCloseTo(2 - rate * (1 + 3) / 2, within(1e-12));
        assertThat(range.level(0)).isCloseTo(12 + rate * (1 - 3) / 2, within(1e-12));
    }

    @ParameterizedTest(name = "{0} moves the middle to {1}")
    @CsvSource({"1e9, 1011.5", "-1e9, 1010.5"})
    void aGlitchWidensTheRangeByHalfOnItsOwnSide(double glitch, double middle) {
        ValueRange range = new ValueRange(PLAIN);
        for (int i = 0; i < 20; i++) {
            range.update(0, 1010 + 2 * (i % 2));
        }
        range.update(0, glitch);
        assertThat(range.spread(0)).isCloseTo(1.5, within(0.01));
        assertThat(range.level(0)).isCloseTo(middle, within(0.01));
    }

    @Test
    void aConstantMayMoveAnyWayAtAnyTime() {
        ValueRange range = new ValueRange(PLAIN);
        for (int i = 0; i < 30; i++) {
            range.update(0, 5);
        }
        range.update(0, 9);
        assertThat(range.spread(0)).isCloseTo(2, within(1e-3));
    }

    /** FNV-1a of "a" is af63dc4c8601ec8c, see its authors' test vectors. */
    @Test
    void theSignatureIsDrawnFromThePublishedHash() {
        SplitMix64 random = new SplitMix64(0xaf63dc4c8601ec8cL);
        assertThat(SeriesSignature.of("a", 2))
                .containsExactly((float) (random.nextUniform() - 0.5), (float) (random.nextUniform() - 0.5));
    }

    @Test
    void equalReadingsAreOneInASet() {
        assertThat(Set.of(reading(1, 2)).contains(reading(1, 2))).isTrue();
        assertThat(reading(1, 2)).hasSameHashCodeAs(reading(1, 2)).doesNotHaveSameHashCodeAs(reading(1, 3));
    }

    @Test
    void theLargestSignatureIsTaken() {
        assertThat(PLAIN.withSignature(64).signature()).isEqualTo(64);
    }

    @Test
    void aWindowTellsHowManyOfItsStepsHoldAValue() {
        SeriesWindow window = new SeriesWindow(new WindowConfig(2, 3, HOUR, 0));
        window.add(reading(0, 1, 1));
        assertThat(advance(window, 1, 1, NOT).realSteps()).isEqualTo(2);
        WindowStep afterGap = advance(window, 3, 1, 1);
        assertThat(afterGap.windowSteps()).isEqualTo(3);
        assertThat(afterGap.emptySteps()).isEqualTo(1);
        WindowStep nothing = advance(window, 4, NOT, NOT);
        assertThat(nothing.emptySteps()).isEqualTo(2);
        assertThat(advance(window, 5, 1, 1).realSteps()).isEqualTo(2);
    }

    @Test
    void valuesWhoseSquaresWouldOverflowAreTakenAsTheLargestThatDoNot() {
        SeriesWindow window = new SeriesWindow(PLAIN);
        window.add(reading(0, 1));
        assertThat(advance(window, 1, 1e300).last()).containsExactly(1e100);
        WindowStep low = advance(window, 2, -1e300);
        assertThat(low.last()).containsExactly(-1e100);
        assertThat(low.observed()).containsExactly(-1e100);
        assertThat(low.stepScale()[0]).isFinite();
    }

    @Test
    void aWindowWithoutAKnownValueIsMeasuredByTheRunningScale() {
        SeriesWindow window = new SeriesWindow(new WindowConfig(1, 2, HOUR, 0).withScaling(Scaling.WINDOW));
        window.add(reading(0, 10));
        window.add(reading(1, 20));
        window.add(reading(2, NOT));
        float[] input = advance(window, 3, NOT).input();
        // The running mean is 15 and its variance 50.
        assertThat(input[0]).isCloseTo((float) (5 / Math.sqrt(50)), within(1e-6f));
        assertThat(input[input.length / 2]).isEqualTo(input[0]);
    }

    @Test
    void aCorrectedWindowShowsWhatARightOneWouldHaveShown() {
        WindowConfig config = PLAIN.withScaling(Scaling.WINDOW);
        SeriesWindow corrected = new SeriesWindow(config);
        SeriesWindow right = new SeriesWindow(config);
        double[] wrong = {10, 13, 20, NOT};
        double[] values = {10, 13, 14, NOT};
        for (int hour = 0; hour < 4; hour++) {
            corrected.add(reading(hour, wrong[hour]));
            right.add(reading(hour, values[hour]));
        }
        corrected.replace(reading(2, 14));

        LabelledWindow one = Objects.requireNonNull(advance(corrected, 4, 15).labelled());
        LabelledWindow other = Objects.requireNonNull(advance(right, 4, 15).labelled());

        // The missing row after the corrected one carries its value.
        assertThat(one.input()).containsExactly(other.input(), within(1e-6f));
    }

    @Test
    void aCorrectionOfTheRowBeforeTheNewestLeavesTheLastKnownValue() {
        SeriesWindow window = new SeriesWindow(PLAIN);
        window.add(reading(0, 10));
        window.add(reading(1, 99));
        window.add(reading(2, 12));
        window.replace(reading(1, 11));
        assertThat(advance(window, 3, NOT).last()).containsExactly(12);
    }

    @Test
    void aReadingOfTheMostFeaturesThatWaitsSurvivesSaving() throws IOException {
        OrderConfig rules = new OrderConfig(0, 10, 0, 10, OrderConfig.Corrections.KEEP_FIRST);
        SeriesOrder order = new SeriesOrder();
        double[] values = new double[500];
        Arrays.setAll(values, f -> f);
        order.add(rules, new Reading("s", 100, values), 7, 0);
        assertThat(order.isNew()).isFalse();

        SeriesOrder read = SeriesOrder.read(StateBytes.in(StateBytes.of(order::write)));

        assertThat(read.releaseAll(rules)).containsExactly(new OrderedReading(new Reading("s", 100, values), 7, true));
        assertThat(read.isNew()).isFalse();
    }

    @Test
    void whatWentOnBeforeASeriesBeganAnewIsLateNotRepeated() {
        OrderConfig mortal = new OrderConfig(0, 0, 50, 10, OrderConfig.Corrections.KEEP_FIRST);
        SeriesOrder silent = new SeriesOrder();
        silent.add(mortal, new Reading("s", 0, new double[] {1}), 0, 0);
        silent.add(mortal, new Reading("s", 100, new double[] {1}), 0, 0);
        assertThat(silent.add(mortal, new Reading("s", 0, new double[] {1}), 0, 0))
                .isEqualTo(new Placement.Late(100));

        SeriesOrder expired = new SeriesOrder();
        expired.add(mortal, new Reading("s", 0, new double[] {1}), 0, 0);
        assertThat(expired.expire(mortal, 50)).isTrue();
        expired.add(mortal, new Reading("s", 20, new double[] {1}), 0, 0);
        assertThat(expired.add(mortal, new Reading("s", 0, new double[] {1}), 0, 0))
                .isEqualTo(new Placement.Late(20));
    }

    @Test
    void aLateReadingThatWasTakenAfterAllIsKnownWhenItComesAgain() {
        OrderConfig rules = new OrderConfig(10, 0, 0, 10, OrderConfig.Corrections.REPLACE);
        SeriesOrder order = new SeriesOrder();
        order.add(rules, new Reading("s", 0, new double[] {1}), 0, 0);
        order.add(rules, new Reading("s", 30, new double[] {1}), 0, 0);
        Reading late = new Reading("s", 20, new double[] {5});
        assertThat(order.add(rules, late, 0, 0)).isEqualTo(new Placement.Late(30));

        order.replaced(rules, late);

        assertThat(order.add(rules, late, 0, 0)).isEqualTo(new Placement.Repeated());
        assertThat(order.add(rules, new Reading("s", 21, new double[] {6}), 0, 0))
                .isEqualTo(new Placement.Duplicate(20));
    }

    private static Reading reading(int hour, double... values) {
        return new Reading("s", hour * HOUR, values);
    }

    private static WindowStep advance(SeriesWindow window, int hour, double... values) {
        return ((Arrival.Advanced) window.add(reading(hour, values))).step();
    }
}
