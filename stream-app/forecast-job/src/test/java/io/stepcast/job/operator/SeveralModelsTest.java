package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.learn.Intake;
import io.stepcast.learn.LearnerOutput.Predicted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several models behind one operator, on one subtask and on several. */
final class SeveralModelsTest {

    private static final int SERIES = 5;
    private static final int EVERY = 2;
    private static final int STEPS = 60;
    private static final List<String> MODELS = List.of("a", "b", "c", "d", "e");

    private final AnyRegistry registry = new AnyRegistry();

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void eachModelLearnsFromItsOwnSeriesOnly() throws Exception {
        Map<String, List<KafkaOutput>> together = run(new int[] {1});

        for (String model : MODELS) {
            try (var harness = harness(1, 0)) {
                harness.open();
                for (StreamRecord<RoutedWindow> window : windows()) {
                    if (model(window.getValue()).equals(model)) {
                        harness.processElement(window);
                    }
                }
                assertThat(byModel(LearnerHarness.updates(harness)).get(model))
                        .usingRecursiveComparison()
                        .isEqualTo(together.get(model));
            }
        }
        assertThat(together.values().stream()
                        .map(updates -> Updates.decode(updates.get(0)).getParameters())
                        .distinct())
                .as("models begin from weights of their own")
                .hasSize(MODELS.size());
    }

    @Test
    void fromOneSubtaskToTwoAndBackEachModelContinuesBitForBit() throws Exception {
        assertThat(KeyGroupRangeAssignment.assignKeyToParallelOperator(key("a"), LearnerHarness.MAX_PARALLELISM, 2))
                .isNotEqualTo(KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        key("b"), LearnerHarness.MAX_PARALLELISM, 2));

        Map<String, List<KafkaOutput>> uninterrupted = run(new int[] {1});
        Map<String, List<KafkaOutput>> rescaled = run(new int[] {1, 2, 1, 4, 3});

        assertThat(rescaled).usingRecursiveComparison().isEqualTo(uninterrupted);
        for (String model : MODELS) {
            assertThat(rescaled.get(model)).extracting(Updates::key).containsExactlyElementsOf(keys(model));
        }
    }

    /** 58 labelled windows of one series, two per learning step, five steps per version. */
    private static List<String> keys(String model) {
        List<String> keys = new ArrayList<>();
        for (int version = 1; version <= (STEPS - 2) / EVERY / 5; version++) {
            keys.add(model + "/" + version);
        }
        return keys;
    }

    /** The updates by model, of a run that is rescaled to the next parallelism after an equal part of the windows. */
    private Map<String, List<KafkaOutput>> run(int[] parallelisms) throws Exception {
        List<StreamRecord<RoutedWindow>> windows = windows();
        List<KafkaOutput> updates = new ArrayList<>();
        OperatorSubtaskState state = null;
        for (int part = 0; part < parallelisms.length; part++) {
            int parallelism = parallelisms[part];
            List<StreamRecord<RoutedWindow>> input = windows.subList(
                    windows.size() * part / parallelisms.length, windows.size() * (part + 1) / parallelisms.length);
            List<OperatorSubtaskState> snapshots = new ArrayList<>();
            for (int subtask = 0; subtask < parallelism; subtask++) {
                try (var harness = harness(parallelism, subtask)) {
                    if (state != null) {
                        harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                state, LearnerHarness.MAX_PARALLELISM, parallelisms[part - 1], parallelism, subtask));
                    }
                    harness.open();
                    for (StreamRecord<RoutedWindow> window : input) {
                        int owner = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                window.getValue().key(), LearnerHarness.MAX_PARALLELISM, parallelism);
                        if (owner == subtask) {
                            harness.processElement(window);
                        }
                    }
                    harness.getOneInputOperator().prepareSnapshotPreBarrier(part + 1);
                    snapshots.add(harness.snapshot(part + 1, 0));
                    updates.addAll(LearnerHarness.updates(harness));
                }
            }
            state = AbstractStreamOperatorTestHarness.repackageState(snapshots.toArray(OperatorSubtaskState[]::new));
        }
        return byModel(updates);
    }

    private static Map<String, List<KafkaOutput>> byModel(List<KafkaOutput> updates) {
        Map<String, List<KafkaOutput>> models = new HashMap<>();
        for (KafkaOutput update : updates) {
            String key = Updates.key(update);
            models.computeIfAbsent(key.substring(0, key.indexOf('/')), model -> new ArrayList<>())
                    .add(update);
        }
        return models;
    }

    private static List<StreamRecord<RoutedWindow>> windows() {
        return Readings.windows(SERIES, STEPS).stream()
                .map(window -> {
                    int series = window.getValue().step().series().length() - "series-".length();
                    return new StreamRecord<>(new RoutedWindow(key(MODELS.get(series)), window.getValue()));
                })
                .toList();
    }

    private static String key(String model) {
        return ModelKeys.key(model, MODELS.indexOf(model), LearnerHarness.MAX_PARALLELISM);
    }

    private static String model(RoutedWindow window) {
        return ModelKeys.modelId(window.key());
    }

    private KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> harness(
            int parallelism, int subtask) throws Exception {
        return LearnerHarness.of(
                registry.settings(),
                MODELS,
                EVERY,
                Intake.NO_LIMIT,
                parallelism,
                subtask,
                new RecordedMetrics().task());
    }
}
