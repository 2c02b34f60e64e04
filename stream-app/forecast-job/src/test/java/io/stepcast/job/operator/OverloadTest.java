package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.learn.Intake;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows that come late at the learner: learning is thinned if so configured, predicting never. */
final class OverloadTest {

    private static final long MAX_LAG_MILLIS = 1000;

    /** The first has no label. */
    private static final List<ArrivedWindow> WINDOWS =
            Readings.windows(1, 22).stream().map(StreamRecord::getValue).toList();

    private final AnyRegistry registry = new AnyRegistry();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private long maxLagMillis = MAX_LAG_MILLIS;

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void allIsPredictedAndWhatComesTooLateIsNotLearntFrom() throws Exception {
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 6, MAX_LAG_MILLIS);
            feed(harness, 6, 16, MAX_LAG_MILLIS + 1);
            feed(harness, 16, 21, MAX_LAG_MILLIS / 2);

            assertThat(harness.extractOutputValues()).hasSize(21);
            assertThat(harness.extractOutputValues().get(20).learningStep()).isEqualTo(9);
            List<ModelUpdate> updates = LearnerHarness.updates(harness).stream()
                    .map(Updates::decode)
                    .toList();
            assertThat(updates)
                    .extracting(ModelUpdate::getKind)
                    .containsExactly(
                            ModelUpdateKind.VERSION,
                            ModelUpdateKind.EVENT,
                            ModelUpdateKind.EVENT,
                            ModelUpdateKind.VERSION);
            assertThat(updates.get(0).getShareLearnt()).isEqualTo(1);
            assertThat(updates.get(1).getEvent()).startsWith("learning is thinned: windows reach the learner 1001 ms");
            assertThat(updates.get(1).getLearningStep()).isEqualTo(5);
            assertThat(updates.get(2).getEvent()).startsWith("learning is no longer thinned");
            // 5 of the 15 labelled windows since version 1.
            assertThat(updates.get(3).getShareLearnt()).isEqualTo(5 / 15.0);
            assertThat(updates.get(3).getSamples()).isEqualTo(10);
            assertThat(LearnerHarness.updates(harness).stream().map(Updates::key))
                    .containsExactly("m/1", "m/event-0", "m/event-1", "m/2");
        }
    }

    @Test
    void itGoesOnAsItWasAfterARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 10, MAX_LAG_MILLIS + 1);
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            feed(harness, 10, 12, MAX_LAG_MILLIS);

            assertThat(LearnerHarness.updates(harness)).as("still thinned").isEmpty();
            assertThat(metrics.gauge("model.m.labelledWindows")).isEqualTo(11L);
            assertThat(metrics.gauge("model.m.learntWindows")).isEqualTo(0L);
        }
    }

    @Test
    void unlessConfiguredAllIsLearntFromHoweverLate() throws Exception {
        maxLagMillis = Intake.NO_LIMIT;
        try (var harness = harness()) {
            harness.open();
            feed(harness, 0, 21, 1_000_000);

            List<KafkaOutput> updates = LearnerHarness.updates(harness);
            assertThat(updates)
                    .hasSize(4)
                    .extracting(Updates::decode)
                    .allSatisfy(update -> assertThat(update.getShareLearnt()).isEqualTo(1));
        }
    }

    @Test
    void aReadingWithoutAnArrivalTimeIsNotLate() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.setProcessingTime(1_000_000);
            for (ArrivedWindow window : WINDOWS) {
                harness.processElement(
                        new StreamRecord<>(new RoutedWindow("m#0", new ArrivedWindow(window.step(), -1))));
            }
            assertThat(metrics.gauge("model.m.thinning")).isEqualTo(0);
            assertThat(metrics.gauge("arrivalLagMillis")).isEqualTo(0L);
        }
    }

    @Test
    void theModelsAndTheOperatorsMetricsTellHowItStands() throws Exception {
        try (var harness = harness()) {
            harness.open();
            assertThat(metrics.gauge("eventTimeLagMillis"))
                    .as("nothing has come")
                    .isEqualTo(-1L);
            feed(harness, 0, 11, 300);
            feed(harness, 11, 16, 1700);

            assertThat(metrics.gauge("model.m.version")).isEqualTo(2L);
            assertThat(metrics.gauge("model.m.learningSteps")).isEqualTo(10L);
            assertThat(metrics.gauge("model.m.refusedSteps")).isEqualTo(0L);
            assertThat(metrics.gauge("model.m.refusedSteps.non-finite-loss")).isEqualTo(0L);
            assertThat(metrics.gauge("model.m.weightReturns")).isEqualTo(0L);
            assertThat(metrics.gauge("model.m.driftsDetected")).isEqualTo(0L);
            assertThat(metrics.gauge("model.m.labelledWindows")).isEqualTo(15L);
            assertThat(metrics.gauge("model.m.learntWindows")).isEqualTo(10L);
            assertThat(metrics.gauge("model.m.shareLearnt").doubleValue()).isBetween(0.66, 0.67);
            assertThat(metrics.gauge("model.m.thinning")).isEqualTo(1);
            assertThat(metrics.gauge("model.m.prequentialLoss").doubleValue()).isPositive();
            assertThat(metrics.gauge("model.m.persistenceLoss").doubleValue()).isPositive();
            assertThat(metrics.gauge("models")).isEqualTo(1);
            assertThat(metrics.gauge("learningSteps")).isEqualTo(10L);
            assertThat(metrics.gauge("arrivalLagMillis")).isEqualTo(1700L);
            long eventTime = WINDOWS.get(15).step().eventTimeMillis();
            assertThat(metrics.gauge("eventTimeLagMillis"))
                    .isEqualTo(WINDOWS.get(15).arrivedMillis() + 1700 - eventTime);
            harness.setProcessingTime(harness.getProcessingTime() + 5);
            assertThat(metrics.gauge("eventTimeLagMillis"))
                    .isEqualTo(WINDOWS.get(15).arrivedMillis() + 1705 - eventTime);
            // One window at a time, each predicted before it is learnt from.
            assertThat(metrics.histogram("batchSize").getCount()).isEqualTo(16);
            assertThat(metrics.histogram("batchSize").getStatistics().getMax()).isEqualTo(1);
            assertThat(metrics.histogram("forwardPassMicros").getCount()).isEqualTo(16);
            assertThat(metrics.histogram("learningStepMicros").getCount()).isEqualTo(10);
            assertThat(metrics.all().keySet()).noneMatch(name -> name.contains("series-"));
        }
    }

    private static void feed(
            KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> harness,
            int from,
            int to,
            long lagMillis)
            throws Exception {
        for (ArrivedWindow window : WINDOWS.subList(from, to)) {
            harness.setProcessingTime(window.arrivedMillis() + lagMillis);
            harness.processElement(new StreamRecord<>(new RoutedWindow("m#0", window)));
        }
    }

    private KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> harness() throws Exception {
        return LearnerHarness.of(registry.settings(), List.of("m"), 1, maxLagMillis, 1, 0, metrics.task());
    }
}
