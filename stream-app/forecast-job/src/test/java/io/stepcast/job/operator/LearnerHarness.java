package io.stepcast.job.operator;

import io.stepcast.codec.RegistrySettings;
import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingConfig;
import io.stepcast.window.SeriesWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A learner operator of several small models in Flink's harness. */
final class LearnerHarness {

    static final int MAX_PARALLELISM = 128;
    private static final int HIDDEN = 4;
    private static final int PUBLISH_EVERY = 5;

    private LearnerHarness() {}

    /** Learning steps of {@code every} windows each; every fifth publishes. */
    static KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> of(
            RegistrySettings registry,
            List<String> models,
            int every,
            long maxLagMillis,
            int parallelism,
            int subtask,
            TaskMetricGroup metrics)
            throws Exception {
        List<LearnerConfig> learning = models.stream()
                .map(id -> new LearnerConfig(id, every, 3, 64, 1e-3, 1, PUBLISH_EVERY, id.hashCode()))
                .toList();
        NetworkShape shape = RecurrentShape.lstm(
                Readings.WINDOW.length(), SeriesWindow.inputs(Readings.WINDOW), HIDDEN, Readings.WINDOW.features());
        LearnerFactory factory = settings -> new OnlineLearner(
                settings,
                Ensemble.of(Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, settings.seed())));
        LearnerOperator operator = new LearnerOperator(
                learning,
                FixedConfiguration.of(Readings.WINDOW),
                factory,
                new ModelUpdateEncoder.Factory(
                        registry, "model-updates", Map.of(), "{}", new ModelFiles("file:/unused"), 1 << 19),
                new LearnerOperator.Settings(Duration.ofMillis(20), 100, maxLagMillis));
        var environment = new MockEnvironmentBuilder()
                .setMaxParallelism(MAX_PARALLELISM)
                .setParallelism(parallelism)
                .setSubtaskIndex(subtask)
                .setMetricGroup(metrics)
                .build();
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(operator, RoutedWindow::key, Types.STRING, environment);
        harness.setup(
                Wire.PREDICTED.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    /** What has come out on the model-updates side output. */
    static List<KafkaOutput> updates(KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> harness) {
        var published = harness.getSideOutput(LearnerOperator.MODEL_UPDATES);
        return published == null
                ? List.of()
                : published.stream().map(StreamRecord::getValue).toList();
    }
}
