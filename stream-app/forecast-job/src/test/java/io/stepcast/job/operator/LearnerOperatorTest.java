package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LearnerOperatorTest {

    private static final int LARGE_BATCH = 1000;
    private static final int SERIES = 3;

    private final AnyRegistry registry = new AnyRegistry();

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void windowsWaitForTheBatchTimeoutAtMost() throws Exception {
        try (var harness = harness(LARGE_BATCH)) {
            harness.open();
            harness.setProcessingTime(100);
            harness.processElement(Readings.windows(1, 2).get(0));

            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(119);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(120);
            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void windowsThatWaitArePredictedBeforeABarrierAndBeforeAWatermark() throws Exception {
        List<StreamRecord<WindowStep>> windows = Readings.windows(2, 2);
        try (var harness = harness(LARGE_BATCH)) {
            harness.open();
            harness.processElement(windows.get(0));
            harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
            assertThat(harness.extractOutputValues()).hasSize(1);

            harness.processElement(windows.get(1));
            harness.processWatermark(new Watermark(7));
            assertThat(harness.getOutput()).last().isEqualTo(new Watermark(7));
            assertThat(harness.extractOutputValues()).hasSize(2);
        }
    }

    @Test
    void goesOnFromASnapshotAsIfNothingHadHappened() throws Exception {
        List<StreamRecord<WindowStep>> windows = Readings.windows(SERIES, 60);
        List<Predicted> predicted;
        List<KafkaOutput> updates;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows);
            predicted = harness.extractOutputValues();
            updates = updates(harness);
        }
        assertThat(updates).as("one version per 10 of 58 learning steps").hasSize(5);

        // In the middle of a learning step: one of its three windows is in, two are not.
        int middle = 30 * SERIES + 1;
        OperatorSubtaskState snapshot;
        List<Predicted> parts;
        List<KafkaOutput> partUpdates;
        try (var harness = harness(LARGE_BATCH)) {
            harness.open();
            harness.processElements(windows.subList(0, middle));
            harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
            snapshot = harness.snapshot(1, 0);
            parts = new ArrayList<>(harness.extractOutputValues());
            partUpdates = new ArrayList<>(updates(harness));
        }
        try (var harness = harness(1)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(windows.subList(middle, windows.size()));
            parts.addAll(harness.extractOutputValues());
            partUpdates.addAll(updates(harness));
        }
        assertThat(parts)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(predicted);
        assertThat(partUpdates).usingRecursiveComparison().isEqualTo(updates);
    }

    @Test
    void aSnapshotCanBeTakenBeforeAnyWindowHasCome() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(Readings.windows(1, 5));
            snapshot = harness.snapshot(1, 0);
        }
        for (int restart = 0; restart < 2; restart++) {
            try (var harness = harness(1)) {
                harness.initializeState(snapshot);
                harness.open();
                snapshot = harness.snapshot(2, 0);
            }
        }
        try (var harness = harness(1)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(Readings.windows(1, 6).subList(4, 5));
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .satisfies(predicted -> assertThat(predicted.learningStep()).isEqualTo(3));
        }
        try (var harness = harness(1)) {
            harness.open();
            assertThat(harness.snapshot(1, 0)).isNotNull();
        }
    }

    private static List<KafkaOutput> updates(
            KeyedOneInputStreamOperatorTestHarness<String, WindowStep, Predicted> harness) {
        var published = harness.getSideOutput(LearnerOperator.MODEL_UPDATES);
        return published == null
                ? List.of()
                : published.stream().map(StreamRecord::getValue).toList();
    }

    private KeyedOneInputStreamOperatorTestHarness<String, WindowStep, Predicted> harness(int batchSize)
            throws Exception {
        LearnerConfig learning = new LearnerConfig("m", 0, 3, 64, 1e-3, batchSize, 10, 42);
        NetworkShape shape = new NetworkShape(
                Readings.WINDOW.length(), SeriesWindow.inputs(Readings.WINDOW), 8, Readings.WINDOW.features());
        LearnerFactory factory = settings -> new OnlineLearner(
                settings, Networks.lstm(shape, TrainingConfig.defaults(), Networks.Device.CPU, settings.seed()));
        ModelUpdateEncoder.Factory encoders =
                new ModelUpdateEncoder.Factory(registry.settings(), "model-updates", Map.of());
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new LearnerOperator(learning, factory, encoders, Duration.ofMillis(20)),
                window -> learning.modelId(),
                Types.STRING);
        harness.setup(
                Wire.PREDICTED.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
