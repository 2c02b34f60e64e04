package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.SourceReading;
import io.stepcast.window.CalendarField;
import io.stepcast.window.OrderConfig;
import io.stepcast.window.OrderConfig.Corrections;
import io.stepcast.window.Scaling;
import io.stepcast.window.WindowConfig;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class WindowingOperatorTest {

    @Test
    void theFirstReadingOfASeriesWarmsUpAndEachLaterOneMovesItsWindowOn() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (int step = 0; step < 3; step++) {
                harness.processElement(Readings.reading("a", step), 0);
                harness.processElement(Readings.reading("bb", step), 0);
            }

            assertThat(harness.extractOutputValues())
                    .extracting(window -> window.step().series())
                    .containsExactly("a", "bb", "a", "bb");
            assertThat(harness.extractOutputValues())
                    .extracting(ArrivedWindow::arrivedMillis)
                    .as("the records' Kafka timestamps")
                    .containsExactly(arrived(1), arrived(1), arrived(2), arrived(2));
            assertThat(warming(harness)).isEqualTo(2);
        }
    }

    @Test
    void aLateReadingBecomesADeadLetterWithItsOriginalBytes() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (int step : new int[] {0, 2, 3, 1}) {
                harness.processElement(Readings.reading("a", step), 0);
            }

            assertThat(harness.extractOutputValues())
                    .extracting(window -> window.step().filled())
                    .containsExactly(true, false, false);
            assertThat(harness.getSideOutput(DeadLetterOutput.TAG))
                    .singleElement()
                    .satisfies(record -> {
                        KafkaOutput letter = record.getValue();
                        assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                                .isEqualTo("a1");
                        assertThat(header(letter, "stepcast.reason")).isEqualTo("late");
                        assertThat(header(letter, "stepcast.detail"))
                                .isEqualTo("a reading of 'a' must be newer than its newest, 1970-01-01T00:03:00Z, "
                                        + "got 1970-01-01T00:01:00Z");
                    });
        }
    }

    @Test
    void aGapIsFilledAndAfterALongOneTheSeriesWarmsUpAgain() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (int step : new int[] {0, 1, 4, 20, 21}) {
                harness.processElement(Readings.reading("a", step), 0);
            }

            assertThat(harness.extractOutputValues())
                    .extracting(window -> window.step().filled())
                    .containsExactly(false, true, true, false, false);
            assertThat(harness.extractOutputValues())
                    .extracting(window -> window.step().restarted())
                    .containsExactly(false, false, false, false, true);
            assertThat(warming(harness)).isEqualTo(2);
        }
    }

    @Test
    void howLongAGapIsFilledMayChangeAgainstExistingState() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 5);
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = harness(Readings.WINDOW.withMaxGap(9))) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement(Readings.reading("a", 14), 0);

            assertThat(harness.extractOutputValues()).hasSize(10);
        }
    }

    @Test
    void anotherCalendarZoneAndScalingEndTheJobWithAllDifferences() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 5);
            snapshot = harness.snapshot(1, 0);
        }
        WindowConfig other = Readings.WINDOW
                .withCalendar(List.of(CalendarField.HOUR, CalendarField.WEEKDAY))
                .withZone(ZoneId.of("Europe/Berlin"))
                .withScaling(Scaling.MIN_MAX);
        try (var harness = harness(other)) {
            harness.initializeState(snapshot);
            harness.open();

            assertThatThrownBy(() -> feed(harness, 5, 6))
                    .isInstanceOf(SuppressRestartsException.class)
                    .rootCause()
                    .hasMessageStartingWith(
                            "the configuration no longer fits the state of series 'a': series.calendar was none and is"
                                    + " hour and weekday, series.scaling was running and is min-max, series.zone was UTC and"
                                    + " is Europe/Berlin; set it back");
        }
    }

    @Test
    void goesOnFromASnapshotAsIfNothingHadHappened() throws Exception {
        List<ArrivedWindow> uninterrupted;
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 20);
            uninterrupted = harness.extractOutputValues();
        }
        OperatorSubtaskState snapshot;
        List<ArrivedWindow> before;
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 11);
            before = harness.extractOutputValues();
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            feed(harness, 11, 20);

            assertThat(warming(harness)).isEqualTo(2);
            before.addAll(harness.extractOutputValues());
            assertThat(before)
                    .usingRecursiveComparison()
                    .withEqualsForType(Double::equals, Double.class)
                    .withEqualsForType(Float::equals, Float.class)
                    .isEqualTo(uninterrupted);
        }
    }

    @Test
    void anotherWindowLengthEndsTheJobWithTheDifference() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 5);
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = harness(new WindowConfig(2, 6, 60_000, 600_000))) {
            harness.initializeState(snapshot);
            harness.open();

            assertThatThrownBy(() -> feed(harness, 5, 6))
                    .isInstanceOf(SuppressRestartsException.class)
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "the configuration no longer fits the state of series 'a': model.window was 4"
                                    + " and is 6; set it back, or begin anew with --fresh");
        }
    }

    private static long arrived(int step) {
        return Readings.reading("a", step).source().timestamp();
    }

    private static void feed(
            KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness, int from, int to)
            throws Exception {
        for (int step = from; step < to; step++) {
            harness.processElement(Readings.reading("a", step), 0);
            harness.processElement(Readings.reading("bb", step), 0);
        }
    }

    private static long warming(KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness) {
        Accumulator<?, ?> shown =
                harness.getEnvironment().getAccumulatorRegistry().getUserMap().get(WindowingOperator.WARMING);
        return (Long) Objects.requireNonNull(shown).getLocalValue();
    }

    private static String header(KafkaOutput output, String name) {
        return output.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness()
            throws Exception {
        return harness(Readings.WINDOW);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness(
            WindowConfig config) throws Exception {
        OrderConfig inOrder = new OrderConfig(config.stepMillis(), 0, 0, 100, Corrections.KEEP_FIRST);
        return WindowingHarness.of(config, inOrder, false);
    }
}
