package io.stepcast.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SeriesWindowTest {

    private static final long HOUR = 3_600_000L;
    private static final long MINUTE = 60_000L;
    private static final double NOT = Double.NaN;

    /** No season, steps under an hour: no calendar, so that an input row is [level, step, missing]. */
    private static final WindowConfig BARE = new WindowConfig(1, 3, MINUTE, 0);

    @Test
    void theFirstReadingWarmsUpAndTheSecondAdvances() {
        SeriesWindow window = new SeriesWindow(BARE);

        assertThat(window.add(reading(0, 10))).isEqualTo(new Arrival.Warming());
        WindowStep step = advance(window, MINUTE, 13);

        assertThat(step.series()).isEqualTo("s");
        assertThat(step.eventTimeMillis()).isEqualTo(MINUTE);
        assertThat(step.targetTimeMillis()).isEqualTo(2 * MINUTE);
        assertThat(step.windowSteps()).isEqualTo(2);
        assertThat(step.labelled()).isNull();
    }

    /**
     * By hand: 10, 13: level 10 + (13 - 10) / 2 = 11.5; variance 9 / 2, mean squared step 9 / 2. Then 12: rate 1/3, variance 4.5 +
     * (0.25 - 4.5) / 3, squared step 4.5 + (1 - 4.5) / 3, level 11.5 + 0.5 / 3.
     */
    @Test
    void levelAndScaleAreRunningMeans() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 10));

        WindowStep second = advance(window, MINUTE, 13);
        assertThat(second.last()).containsExactly(13);
        assertThat(second.spread()[0]).isEqualTo(Math.sqrt(4.5));
        assertThat(second.stepScale()[0]).isEqualTo(Math.sqrt(4.5));

        WindowStep third = advance(window, 2 * MINUTE, 12);
        double spread = Math.sqrt(4.5 + (0.25 - 4.5) / 3);
        double level = 11.5 + 0.5 / 3;
        assertThat(third.spread()[0]).isCloseTo(spread, within(1e-12));
        assertThat(third.stepScale()[0]).isCloseTo(Math.sqrt(4.5 + (1 - 4.5) / 3), within(1e-12));
        assertThat(third.input())
                .containsExactly(
                        new float[] {
                            (float) ((10 - level) / spread), 0, 0,
                            (float) ((13 - level) / spread), (float) (3 / spread), 0,
                            (float) ((12 - level) / spread), (float) (-1 / spread), 0
                        },
                        within(1e-6f));
    }

    @Test
    void rowsBeforeTheSeriesAreZeros() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 10));

        float[] input = advance(window, MINUTE, 13).input();

        assertThat(input).hasSize(9);
        assertThat(input[0]).isZero();
        assertThat(input[1]).isZero();
        assertThat(input[2]).isZero();
        assertThat(input[3]).isNegative();
        assertThat(input[6]).isPositive();
    }

    @Test
    void theOldestRowKnowsItsStep() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 1));
        for (int i = 1; i < 10; i++) {
            float[] input = advance(window, i * MINUTE, i % 2).input();
            if (i > 3) {
                assertThat(input[1]).isNotZero();
            }
        }
    }

    @Test
    void theLabelIsTheStepInTheScalesFromBeforeItAndTheInputIsTheOnePredictedFrom() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 10));
        WindowStep predictedFrom = advance(window, MINUTE, 13);

        LabelledWindow labelled = labelled(advance(window, 2 * MINUTE, 7));

        assertThat(labelled.input()).isEqualTo(predictedFrom.input());
        assertThat(labelled.label()).containsExactly((float) (-6 / Math.sqrt(4.5)));
    }

    @Test
    void aMissingValueIsTheLastKnownOneWithAMarkAndNoLabel() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 10));
        WindowStep before = advance(window, MINUTE, 13);

        WindowStep step = advance(window, 2 * MINUTE, NOT);

        assertThat(step.observed()).containsExactly(NOT);
        assertThat(step.last()).containsExactly(13);
        assertThat(step.spread()).isEqualTo(before.spread());
        assertThat(step.stepScale()).isEqualTo(before.stepScale());
        assertThat(labelled(step).label()).containsExactly(Float.NaN);
        assertThat(step.input()[6]).isEqualTo(before.input()[6]);
        assertThat(step.input()[7]).isZero();
        assertThat(step.input()[8]).isEqualTo(1);
    }

    @Test
    void aFeatureThatWasNeverSeenIsZeroAndItsFirstValueIsNoStep() {
        SeriesWindow window = new SeriesWindow(new WindowConfig(2, 2, MINUTE, 0));
        window.add(reading(0, 1, NOT));

        WindowStep unseen = advance(window, MINUTE, 2, NOT);
        assertThat(unseen.last()).containsExactly(2, 0);
        assertThat(unseen.spread()[1]).isEqualTo(1);
        assertThat(unseen.stepScale()[1]).isEqualTo(1);
        assertThat(unseen.input()).endsWith(0, 0, 1);

        WindowStep first = advance(window, 2 * MINUTE, 3, 1013);
        assertThat(labelled(first).label()[0]).isNotNaN();
        assertThat(labelled(first).label()[1]).isNaN();
        assertThat(first.last()).containsExactly(3, 1013);
        assertThat(first.input()).endsWith(0, 0, 0);

        WindowStep second = advance(window, 3 * MINUTE, 3, 1014);
        assertThat(second.stepScale()[1]).isEqualTo(Math.sqrt(0.5));
    }

    @Test
    void aReadingOfAnEarlierStepIsLateOneOfTheSameIsADuplicateAndBothChangeNothing() {
        SeriesWindow window = new SeriesWindow(BARE);
        SeriesWindow untouched = new SeriesWindow(BARE);
        for (int i = 0; i < 4; i++) {
            window.add(reading(i * MINUTE, i));
            untouched.add(reading(i * MINUTE, i));
        }

        assertThat(window.add(reading(3 * MINUTE, 99))).isEqualTo(new Arrival.Duplicate(3 * MINUTE));
        assertThat(window.add(reading(3 * MINUTE + MINUTE / 2 - 1, 99))).isEqualTo(new Arrival.Duplicate(3 * MINUTE));
        assertThat(window.add(reading(3 * MINUTE - MINUTE / 2, 99))).isEqualTo(new Arrival.Duplicate(3 * MINUTE));
        assertThat(window.add(reading(3 * MINUTE - MINUTE / 2 - 1, 99))).isEqualTo(new Arrival.Late(3 * MINUTE));
        assertThat(window.add(reading(-5, 99))).isEqualTo(new Arrival.Late(3 * MINUTE));

        assertThat(advance(window, 4 * MINUTE, 7))
                .usingRecursiveComparison()
                .isEqualTo(advance(untouched, 4 * MINUTE, 7));
    }

    @Test
    void aWindowOfOneTimeStepStandsOnOne() {
        SeriesWindow window = new SeriesWindow(new WindowConfig(1, 1, MINUTE, 0));
        assertThat(window.add(reading(0, 1))).isInstanceOf(Arrival.Warming.class);
        assertThat(advance(window, MINUTE, 2).windowSteps()).isEqualTo(1);
        WindowStep third = advance(window, 2 * MINUTE, 4);
        assertThat(third.windowSteps()).isEqualTo(1);
        assertThat(third.input()).hasSize(3);
        assertThat(third.input()[1]).isPositive();
    }

    @Test
    void windowStepsGrowToTheWindowsLength() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 1));
        assertThat(advance(window, MINUTE, 2).windowSteps()).isEqualTo(2);
        assertThat(advance(window, 2 * MINUTE, 2).windowSteps()).isEqualTo(3);
        assertThat(advance(window, 3 * MINUTE, 2).windowSteps()).isEqualTo(3);
    }

    @Test
    void anIrregularSeriesHasNoTargetTime() {
        SeriesWindow window = new SeriesWindow(new WindowConfig(1, 2, 0, 0));
        window.add(reading(0, 1));
        assertThat(advance(window, 17, 2).targetTimeMillis()).isEqualTo(WindowStep.NO_TARGET_TIME);
    }

    @Test
    void aReadingOfAnotherWidthIsRefused() {
        SeriesWindow window = new SeriesWindow(BARE);
        assertThatThrownBy(() -> window.add(reading(0, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a reading of s must have 1 features, got 2");
    }

    @Test
    void aConstantColumnHasScaleOneAndInputsOfZero() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 42));
        for (int i = 1; i < 50; i++) {
            WindowStep step = advance(window, i * MINUTE, 42);
            assertThat(step.spread()).containsExactly(1);
            assertThat(step.stepScale()).containsExactly(1);
            assertThat(step.input()).containsOnly(0);
        }
    }

    @Test
    void aGlitchAfterTheFirstReadingsCountsAsThirtySpreads() {
        SeriesWindow window = new SeriesWindow(BARE);
        window.add(reading(0, 0));
        WindowStep before = advance(window, MINUTE, 1);
        for (int i = 2; i < 100; i++) {
            before = advance(window, i * MINUTE, i % 2);
        }

        WindowStep glitch = advance(window, 100 * MINUTE, 1e30);
        assertThat(glitch.spread()[0]).isLessThan(4 * before.spread()[0]);
        assertThat(glitch.stepScale()[0]).isLessThan(4 * before.stepScale()[0]);
        assertThat(glitch.last()).containsExactly(1e30);
        assertThat(glitch.input()[6]).isEqualTo(6);

        WindowStep after = advance(window, 101 * MINUTE, 0);
        assertThat(Math.abs(after.input()[6])).isLessThan(2);
    }

    @Test
    void theCalendarIsThatOfTheNextStepByTheClock() {
        WindowConfig daily = new WindowConfig(1, 1, HOUR, 24 * HOUR);
        assertThat(SeriesWindow.inputs(daily)).isEqualTo(3 + 8 + 2 + 1);
        SeriesWindow window = new SeriesWindow(daily);
        window.add(reading(4 * HOUR, 1));

        float[] input = advance(window, 5 * HOUR, 2).input();

        assertThat(input[3]).isCloseTo(1, within(1e-6f));
        assertThat(input[4]).isCloseTo(0, within(1e-6f));
        assertThat(input[5]).isCloseTo(0, within(1e-6f));
        assertThat(input[6]).isCloseTo(-1, within(1e-6f));
        double year = 2 * Math.PI * 6 / (24 * 365.2425);
        assertThat(input[11]).isCloseTo((float) Math.sin(year), within(1e-6f));
        assertThat(input[12]).isCloseTo((float) Math.cos(year), within(1e-6f));
    }

    @Test
    void theProfileExpectsTheStepThatItsSlotHasSeen() {
        WindowConfig daily = new WindowConfig(1, 2, HOUR, 24 * HOUR);
        WindowEncoding encoding = new WindowEncoding(daily);
        SeriesWindow window = new SeriesWindow(daily);
        window.add(reading(0, 0));
        // One unit up at six, one down at eighteen: the scale of the steps is sqrt(2 / 24), that of the values 1 / 2.
        for (int hour = 1; hour < 60 * 24; hour++) {
            float[] input = advance(window, hour * HOUR, hour % 24 >= 6 && hour % 24 < 18 ? 1 : 0)
                    .input();
            if (hour > 50 * 24) {
                double next = (hour + 1) % 24 == 6 ? 2 : (hour + 1) % 24 == 18 ? -2 : 0;
                assertThat(encoding.profile(input, 0)).as("hour %d", hour).isCloseTo(next, within(0.2));
            }
        }
    }

    @Test
    void aMissingValueTeachesTheProfileNothing() {
        StepProfile profile = new StepProfile(new WindowConfig(1, 2, HOUR, 24 * HOUR));
        profile.learn(0, 3, Double.NaN);
        assertThat(profile.expected(0, 3)).isZero();
        profile.learn(0, 3, 3);
        profile.learn(0, 3, Double.NaN);
        assertThat(profile.expected(0, 3)).isEqualTo(1);
        profile.learn(0, 4, 1e9);
        assertThat(profile.expected(0, 4)).isCloseTo(10.0 / 3, within(1e-12));
    }

    @Test
    void aSignatureTellsSeriesApartInEveryRowAndChangesNothingElse() {
        WindowConfig plain = new WindowConfig(1, 2, HOUR, 24 * HOUR);
        WindowConfig signed = new WindowConfig(1, 2, HOUR, 24 * HOUR).withSignature(16);
        float[] one = input(signed, "one");
        float[] two = input(signed, "two");
        float[] without = input(plain, "one");
        int inputs = SeriesWindow.inputs(plain);
        assertThat(SeriesWindow.inputs(signed)).isEqualTo(inputs + 16);
        for (int row = 0; row < 2; row++) {
            int at = row * (inputs + 16);
            assertThat(Arrays.copyOfRange(one, at, at + inputs))
                    .isEqualTo(Arrays.copyOfRange(without, row * inputs, (row + 1) * inputs));
            assertThat(Arrays.copyOfRange(one, at + inputs, at + inputs + 16))
                    .isEqualTo(SeriesSignature.of("one", 16))
                    .isNotEqualTo(Arrays.copyOfRange(two, at + inputs, at + inputs + 16));
        }
        for (float number : SeriesSignature.of("one", 16)) {
            assertThat(number).isBetween(-0.5f, 0.5f);
        }
    }

    private static float[] input(WindowConfig config, String series) {
        SeriesWindow window = new SeriesWindow(config);
        window.add(new Reading(series, 0, new double[] {1}));
        return ((Arrival.Advanced) window.add(new Reading(series, HOUR, new double[] {2})))
                .step()
                .input();
    }

    @Test
    void aSignatureOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new WindowConfig(1, 2, HOUR, 0).withSignature(65))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a series' signature must have 0 to 64 numbers, got 65");
    }

    @Test
    void gapsDoNotShiftTheCalendar() {
        WindowConfig daily = new WindowConfig(1, 2, HOUR, 24 * HOUR);
        SeriesWindow gapless = new SeriesWindow(daily);
        for (int hour = 0; hour < 48; hour++) {
            gapless.add(reading(hour * HOUR, 1));
        }
        SeriesWindow gapped = new SeriesWindow(daily);
        gapped.add(reading(3 * HOUR, 1));
        gapped.add(reading(47 * HOUR, 1));

        assertThat(calendar(advance(gapped, 48 * HOUR, 1), daily))
                .isEqualTo(calendar(advance(gapless, 48 * HOUR, 1), daily));
    }

    @Test
    void anIrregularSeriesUsesTheCalendarOfItsNewestReading() {
        WindowConfig irregular = new WindowConfig(1, 1, 0, 24 * HOUR);
        SeriesWindow window = new SeriesWindow(irregular);
        window.add(reading(0, 1));
        float[] input = advance(window, 6 * HOUR, 2).input();
        assertThat(input[3]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void timesBeforeTheEpochHaveACalendarToo() {
        WindowConfig daily = new WindowConfig(1, 1, HOUR, 24 * HOUR);
        SeriesWindow window = new SeriesWindow(daily);
        window.add(reading(-20 * HOUR, 1));
        float[] input = advance(window, -19 * HOUR, 2).input();
        assertThat(input[3]).isCloseTo(1, within(1e-6f));
    }

    private static double[] calendar(WindowStep step, WindowConfig config) {
        WindowEncoding encoding = new WindowEncoding(config);
        double[] calendar = new double[encoding.calendarWidth()];
        encoding.copyCalendar(step.input(), calendar, 0);
        return calendar;
    }

    private static LabelledWindow labelled(WindowStep step) {
        return Objects.requireNonNull(step.labelled());
    }

    private static Reading reading(long time, double... values) {
        return new Reading("s", time, values);
    }

    private static WindowStep advance(SeriesWindow window, long time, double... values) {
        Arrival arrival = window.add(reading(time, values));
        assertThat(arrival).isInstanceOf(Arrival.Advanced.class);
        return ((Arrival.Advanced) arrival).step();
    }
}
