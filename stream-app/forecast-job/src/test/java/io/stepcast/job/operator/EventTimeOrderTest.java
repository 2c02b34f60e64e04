package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.window.LabelledWindow;
import io.stepcast.window.OrderConfig;
import io.stepcast.window.OrderConfig.Corrections;
import io.stepcast.window.Reading;
import io.stepcast.window.WindowConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Order, lateness, time-to-live, restore and rescaling of windowing; steps of 10 ms, lateness of 30 ms. */
final class EventTimeOrderTest {

    private static final WindowConfig WINDOW = new WindowConfig(1, 4, 10, 0);
    private static final WindowConfig IRREGULAR_WINDOW = new WindowConfig(1, 4, 0, 0);
    private static final OrderConfig REGULAR = new OrderConfig(10, 30, 0, 100, Corrections.KEEP_FIRST);
    private static final OrderConfig IRREGULAR = new OrderConfig(0, 30, 0, 100, Corrections.KEEP_FIRST);
    private static final OrderConfig MORTAL = new OrderConfig(10, 30, 1000, 100, Corrections.KEEP_FIRST);

    @Test
    void aGapWaitsForTheWatermarkAndNothingElseDoes() throws Exception {
        try (var harness = opened(WINDOW, REGULAR, false)) {
            begin(harness, "a", 100);
            read(harness, "a", 120, 140, 150);
            assertThat(moments(harness)).isEmpty();
            read(harness, "a", 110);
            assertThat(moments(harness)).containsExactly("a110", "a120");

            harness.processWatermark(138);
            assertThat(moments(harness)).isEmpty();
            harness.processWatermark(139);
            assertThat(moments(harness)).containsExactly("a140", "a150");
        }
    }

    @Test
    void readingsThatAWatermarkLetsGoAreSortedByTimeAndSeriesAndComeBeforeIt() throws Exception {
        try (var harness = opened(IRREGULAR_WINDOW, IRREGULAR, false)) {
            for (String series : List.of("c", "a", "b")) {
                read(harness, series, 100);
            }
            harness.processWatermark(100);
            harness.getOutput().clear();
            for (String series : List.of("c", "a", "b")) {
                read(harness, series, 120, 110);
            }
            harness.processWatermark(130);

            assertThat(harness.getOutput()).last().isEqualTo(new Watermark(130));
            assertThat(moments(harness)).containsExactly("a110", "b110", "c110", "a120", "b120", "c120");
        }
    }

    @Test
    void lateReadingsAndDuplicatesAreDeadLettersAndRepeatedOnesAreCounted() throws Exception {
        try (var harness = opened(WINDOW, REGULAR, false)) {
            begin(harness, "a", 100);
            read(harness, "a", 110, 110);
            harness.processElement(reading("a", 110, 7), 0);
            harness.processElement(reading("a", 80, 7), 0);

            assertThat(WindowingHarness.count(harness, WindowingOperator.REPEATED))
                    .isEqualTo(1);
            assertThat(harness.getSideOutput(DeadLetterOutput.TAG))
                    .extracting(letter -> header(letter.getValue(), "stepcast.reason") + ": "
                            + header(letter.getValue(), "stepcast.detail"))
                    .containsExactly(
                            "duplicate: a time step of 'a' must have one reading, and that of 1970-01-01T00:00:00.110Z"
                                    + " came before with other values, got 1970-01-01T00:00:00.110Z",
                            "late: a reading of 'a' must be newer than its newest, 1970-01-01T00:00:00.110Z, got"
                                    + " 1970-01-01T00:00:00.080Z");
        }
    }

    @Test
    void aCorrectionTakesThePlaceOfAReadingThatIsStillInTheWindow() throws Exception {
        OrderConfig correcting = new OrderConfig(10, 30, 0, 100, Corrections.REPLACE);
        try (var harness = opened(WINDOW, correcting, false)) {
            begin(harness, "a", 100);
            read(harness, "a", 110, 120, 130, 140, 150);
            harness.getOutput().clear();
            harness.processElement(reading("a", 150, 7), 0);
            read(harness, "a", 160);

            assertThat(windows(harness)).singleElement().satisfies(window -> {
                LabelledWindow labelled = Objects.requireNonNull(window.step().labelled());
                assertThat(labelled.label()[0]).as("from 7 to 1").isNegative();
            });
            assertThat(WindowingHarness.count(harness, WindowingOperator.CORRECTED))
                    .isEqualTo(1);
            assertThat(harness.getSideOutput(DeadLetterOutput.TAG)).isNull();

            harness.processElement(reading("a", 150, 7), 0);
            assertThat(WindowingHarness.count(harness, WindowingOperator.REPEATED))
                    .as("the correction again")
                    .isEqualTo(1);
            harness.processElement(reading("a", 100, 7), 0);
            assertThat(harness.getSideOutput(DeadLetterOutput.TAG))
                    .as("too old to correct")
                    .hasSize(1);
        }
    }

    @Test
    void aSeriesBehindTheOthersIsNotLate() throws Exception {
        try (var harness = opened(WINDOW, REGULAR, false)) {
            begin(harness, "ahead", 5000);
            read(harness, "behind", 100, 110, 130);

            assertThat(moments(harness)).containsExactly("behind110", "behind130");
        }
    }

    @Test
    void whatWaitsGoesOnFromASnapshotAsIfNothingHadHappened() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = opened(WINDOW, REGULAR, false)) {
            begin(harness, "a", 100);
            begin(harness, "b", 100);
            read(harness, "a", 130, 120);
            read(harness, "b", 140);
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = restored(WINDOW, REGULAR, snapshot)) {
            read(harness, "a", 120);
            harness.processWatermark(119);
            assertThat(moments(harness)).containsExactly("a120", "a130");
            assertThat(WindowingHarness.count(harness, WindowingOperator.REPEATED))
                    .isEqualTo(1);
            harness.processWatermark(139);
            assertThat(moments(harness)).containsExactly("b140");
        }
    }

    @Test
    void afterARestoreEventTimeIsWhereItWas() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = opened(WINDOW, REGULAR, false)) {
            begin(harness, "a", 100);
            harness.processWatermark(500);
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = restored(WINDOW, REGULAR, snapshot)) {
            read(harness, "a", 130);

            assertThat(harness.getOutput())
                    .first()
                    .as("what comes after is told")
                    .isEqualTo(new Watermark(500));
            assertThat(moments(harness)).as("the gap was over before").containsExactly("a130");
            harness.processWatermark(400);
            assertThat(harness.getOutput()).as("event time does not go back").isEmpty();
        }
    }

    @Test
    void rescaledFromOneSubtaskToTwoAndBackWhatWaitsGoesOnOnce() throws Exception {
        List<String> series = new ArrayList<>();
        OperatorSubtaskState one;
        try (var harness = opened(WINDOW, REGULAR, false)) {
            for (int i = 0; i < 20; i++) {
                series.add("s" + (char) ('a' + i));
                begin(harness, series.get(i), 100);
                read(harness, series.get(i), 120);
            }
            one = harness.snapshot(1, 0);
        }
        List<String> went = new ArrayList<>();
        List<OperatorSubtaskState> two = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var harness = WindowingHarness.of(WINDOW, REGULAR, false, 2, subtask)) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        one, WindowingHarness.MAX_PARALLELISM, 1, 2, subtask));
                harness.open();
                harness.processWatermark(110 + subtask);
                two.add(harness.snapshot(2, 0));
                if (subtask == 0) {
                    harness.processWatermark(119);
                    went.addAll(moments(harness));
                }
            }
        }
        assertThat(went).as("some went to each of the two").isNotEmpty().hasSizeLessThan(20);
        OperatorSubtaskState both = AbstractStreamOperatorTestHarness.repackageState(two.get(0), two.get(1));
        try (var harness = restored(
                WINDOW,
                REGULAR,
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        both, WindowingHarness.MAX_PARALLELISM, 2, 1, 0))) {
            harness.processWatermark(118);
            assertThat(moments(harness)).isEmpty();
            harness.processWatermark(119);
            assertThat(moments(harness))
                    .containsExactlyElementsOf(
                            series.stream().map(each -> each + "120").toList());
            assertThat(WindowingHarness.count(harness, WindowingOperator.WARMING))
                    .isEqualTo(20);
        }
    }

    @Test
    void theEndOfTheInputLetsEverythingGoAndForgetsNothing() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = opened(WINDOW, MORTAL, false)) {
            begin(harness, "a", 100);
            read(harness, "a", 130, 160);
            harness.processWatermark(Long.MAX_VALUE);
            assertThat(moments(harness)).containsExactly("a130", "a160");
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = restored(WINDOW, MORTAL, snapshot)) {
            read(harness, "a", 170, 190);
            assertThat(moments(harness)).as("the gap waits as before").containsExactly("a170");
            harness.processWatermark(1189);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
            harness.processWatermark(1190);
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void aSilentSeriesIsForgottenWhenEventTimeHasPassedItsTimeToLive() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = opened(WINDOW, MORTAL, false)) {
            begin(harness, "a", 100);
            read(harness, "a", 110, 120);
            assertThat(harness.numEventTimeTimers()).as("one timer a series").isEqualTo(1);
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = restored(WINDOW, MORTAL, snapshot)) {
            harness.processWatermark(1119);
            assertThat(harness.numKeyedStateEntries()).as("order and window").isEqualTo(2);
            harness.processWatermark(1120);
            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numEventTimeTimers()).isZero();

            read(harness, "a", 1130, 1140);
            harness.processWatermark(1140);
            assertThat(moments(harness)).as("it warms up again").containsExactly("a1140");
        }
    }

    @Test
    void aSeriesThatWasSilentForTooLongBeginsAnewThoughNobodyTurnedTheClock() throws Exception {
        OrderConfig inOrder = new OrderConfig(10, 0, 1000, 100, Corrections.KEEP_FIRST);
        try (var harness = opened(WINDOW, inOrder, false)) {
            read(harness, "a", 100, 110, 1110, 2111, 2121);

            assertThat(windows(harness))
                    .extracting(window -> window.step().eventTimeMillis() + " of "
                            + window.step().windowSteps())
                    .contains("110 of 2", "2121 of 2")
                    .noneMatch(window -> window.startsWith("2111"));
        }
    }

    @Test
    void whenAllIsIdleWhatWaitsWaitsOnOrGoesAsConfigured() throws Exception {
        for (boolean release : new boolean[] {false, true}) {
            try (var harness = opened(WINDOW, REGULAR, release)) {
                begin(harness, "b", 100);
                begin(harness, "a", 100);
                read(harness, "b", 120);
                read(harness, "a", 120, 140);
                harness.processWatermarkStatus(WatermarkStatus.IDLE);

                assertThat(moments(harness)).isEqualTo(release ? List.of("a120", "b120", "a140") : List.of());
                harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
                harness.processWatermark(139);
                assertThat(moments(harness)).isEqualTo(release ? List.of() : List.of("a120", "b120", "a140"));
            }
        }
    }

    @Test
    void theMomentOfArrivalTravelsWithAReadingThatWaited() throws Exception {
        try (var harness = opened(WINDOW, REGULAR, false)) {
            begin(harness, "a", 100);
            read(harness, "a", 120);
            harness.processWatermark(119);

            assertThat(windows(harness))
                    .extracting(ArrivedWindow::arrivedMillis)
                    .containsExactly(1_000_120L);
        }
    }

    /** Lets a series begin: its first reading waits for the watermark. */
    private static void begin(
            KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness,
            String series,
            long moment)
            throws Exception {
        harness.processElement(reading(series, moment, 1), 0);
        harness.processWatermark(moment - 1);
        harness.getOutput().clear();
    }

    private static void read(
            KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness,
            String series,
            long... moments)
            throws Exception {
        for (long moment : moments) {
            harness.processElement(reading(series, moment, 1), 0);
        }
    }

    private static SourceReading reading(String series, long moment, double value) {
        RawRecord record = new RawRecord("readings", 0, moment, 1_000_000 + moment, null, new byte[0], List.of());
        return new SourceReading(new Reading(series, moment, new double[] {value}), record);
    }

    /** What came out since the last call: series and moment. */
    private static List<String> moments(
            KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness) {
        return windows(harness).stream()
                .map(window -> window.step().series() + window.step().eventTimeMillis())
                .toList();
    }

    /** What came out for readings since the last call. */
    private static List<ArrivedWindow> windows(
            KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness) {
        List<ArrivedWindow> windows = harness.extractOutputValues().stream()
                .filter(window -> !window.step().filled())
                .toList();
        harness.getOutput().clear();
        return windows;
    }

    private static String header(KafkaOutput output, String name) {
        return output.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> opened(
            WindowConfig config, OrderConfig rules, boolean releaseWhenIdle) throws Exception {
        var harness = WindowingHarness.of(config, rules, releaseWhenIdle);
        harness.open();
        return harness;
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> restored(
            WindowConfig config, OrderConfig rules, OperatorSubtaskState snapshot) throws Exception {
        var harness = WindowingHarness.of(config, rules, false);
        harness.initializeState(snapshot);
        harness.open();
        return harness;
    }
}
