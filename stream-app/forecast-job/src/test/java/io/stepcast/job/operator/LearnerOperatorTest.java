package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.Ensemble;
import io.stepcast.learn.Intake;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput.Predicted;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.TrainingConfig;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import io.stepcast.version.InputEncoding;
import io.stepcast.version.ModelVersion;
import io.stepcast.window.SeriesWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LearnerOperatorTest {

    private static final int LARGE_BATCH = 1000;
    private static final int SERIES = 3;

    private static final String ENCODING =
            InputEncoding.of(Readings.WINDOW, List.of("a", "b")).toJson();

    @TempDir
    Path folder;

    private String modelId = "m";
    private int hidden = 8;
    private int inlineLimit = 1 << 19;
    private int keepVersions = 100;
    private double learningRate = 1e-3;
    private long maxLagMillis = Intake.NO_LIMIT;
    private @Nullable String origin;

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
            harness.processElement(windows(1, 2).get(0));

            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(119);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(120);
            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void windowsThatWaitArePredictedBeforeABarrier() throws Exception {
        try (var harness = harness(LARGE_BATCH)) {
            harness.open();
            harness.processElement(windows(2, 2).get(0));
            harness.getOneInputOperator().prepareSnapshotPreBarrier(1);

            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void watermarksKeepTheirPlacesBetweenTheWindowsAndDoNotCutBatches() throws Exception {
        List<StreamRecord<RoutedWindow>> windows = windows(2, 3);
        try (var harness = harness(LARGE_BATCH)) {
            harness.open();
            harness.setProcessingTime(100);
            harness.processWatermark(new Watermark(1));
            harness.processElement(windows.get(0));
            harness.processElement(windows.get(1));
            harness.processWatermark(new Watermark(2));
            harness.processWatermark(new Watermark(3));
            harness.processElement(windows.get(2));
            harness.processWatermark(new Watermark(4));
            assertThat(harness.getOutput()).containsExactly(new Watermark(1));

            harness.setProcessingTime(120);
            assertThat(harness.getOutput())
                    .extracting(element -> element instanceof Watermark mark ? mark.getTimestamp() : "prediction")
                    .containsExactly(1L, "prediction", "prediction", 3L, "prediction", 4L);
        }
    }

    @Test
    void windowsAndWatermarksThatWaitGoBeforeTheInputIsCalledIdle() throws Exception {
        try (var harness = harness(LARGE_BATCH)) {
            harness.open();
            harness.processElement(windows(2, 2).get(0));
            harness.processWatermark(new Watermark(7));
            harness.processWatermarkStatus(WatermarkStatus.IDLE);

            assertThat(harness.extractOutputValues()).hasSize(1);
            assertThat(harness.getOutput()).endsWith(new Watermark(7), WatermarkStatus.IDLE);
        }
    }

    @Test
    void goesOnFromASnapshotAsIfNothingHadHappened() throws Exception {
        List<StreamRecord<RoutedWindow>> windows = windows(SERIES, 60);
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
                // Other neighbours in a pass may round the last bits differently; what is learnt, in the updates, is
                // exact.
                .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-5f || a.equals(b), Float.class)
                .isEqualTo(predicted);
        assertThat(partUpdates).usingRecursiveComparison().isEqualTo(updates);
    }

    @Test
    void aSnapshotCanBeTakenBeforeAnyWindowHasCome() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows(1, 5));
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
            harness.processElements(windows(1, 6).subList(4, 5));
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .satisfies(predicted -> assertThat(predicted.learningStep())
                            .as("of three labelled windows, two are learnt from in a step")
                            .isEqualTo(1));
        }
        try (var harness = harness(1)) {
            harness.open();
            assertThat(harness.snapshot(1, 0)).isNotNull();
        }
    }

    @Test
    void aVersionTellsHowItsInputsAreMadeAndReproducesItsProbes() throws Exception {
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows(SERIES, 60));
            KafkaOutput last = updates(harness).get(4);
            ModelUpdate update = Updates.decode(last);

            assertThat(Updates.key(last)).isEqualTo("m/5");
            assertThat(update.getKind()).isEqualTo(ModelUpdateKind.VERSION);
            assertThat(update.getEncoding()).isEqualTo(ENCODING);
            assertThat(update.getUri()).isNull();
            assertReproduces(
                    update, Objects.requireNonNull(update.getParameters()).array());
        }
    }

    @Test
    void largeParametersLieInAFileNamedByTheirHash() throws Exception {
        inlineLimit = 100;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows(SERIES, 15));
            ModelUpdate update = Updates.decode(updates(harness).get(0));

            assertThat(update.getParameters()).isNull();
            assertThat(update.getUri()).endsWith("/" + update.getSha256() + ".safetensors");
            byte[] file = ModelFiles.read(Objects.requireNonNull(update.getUri()));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
                    .isEqualTo(update.getSha256());
            assertReproduces(update, file);
        }
    }

    @Test
    void oldVersionsGetATombstoneAndTheirFilesGoACheckpointLater() throws Exception {
        inlineLimit = 100;
        keepVersions = 2;
        List<StreamRecord<RoutedWindow>> windows = windows(SERIES, 60);
        OperatorSubtaskState snapshot;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows.subList(0, 32 * SERIES));
            assertThat(keysAndWhetherGone(harness)).containsExactly("m/1", "m/2", "m/3", "m/1 gone");
            snapshot = harness.snapshot(5, 0);
            harness.notifyOfCompletedCheckpoint(5);
            assertThat(files()).isEqualTo(3);
        }
        try (var harness = harness(1)) {
            harness.setRestoredCheckpointId(5);
            harness.initializeState(snapshot);
            harness.open();
            assertThat(files()).isEqualTo(3);
            harness.notifyOfCompletedCheckpoint(6);
            assertThat(files()).isEqualTo(2);

            harness.processElements(windows.subList(32 * SERIES, windows.size()));
            assertThat(keysAndWhetherGone(harness)).containsExactly("m/4", "m/2 gone", "m/5", "m/3 gone");
            harness.notifyOfCompletedCheckpoint(7);
            assertThat(files()).as("no checkpoint holds the new tombstones yet").isEqualTo(4);
            harness.snapshot(8, 0);
            harness.notifyOfCompletedCheckpoint(8);
            harness.notifyOfCompletedCheckpoint(9);
            assertThat(files()).isEqualTo(2);
        }
    }

    @Test
    void anotherNetworkEndsTheJobWithTheDifference() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows(SERIES, 10));
            snapshot = harness.snapshot(1, 0);
        }
        hidden = 12;
        try (var harness = harness(1)) {
            assertThatThrownBy(() -> harness.initializeState(snapshot))
                    .isInstanceOf(SuppressRestartsException.class)
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "the configuration no longer fits the state of model m: model.hidden was 8 and is 12; set it"
                                    + " back, or begin anew with --fresh or another model.id (on a cluster: without the"
                                    + " savepoint)");
        }
    }

    @Test
    void aModelThatIsNoLongerNamedKeepsItsStateUntilItIsAgain() throws Exception {
        List<StreamRecord<RoutedWindow>> windows = windows(SERIES, 10);
        OperatorSubtaskState snapshot;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows.subList(0, 20));
            snapshot = harness.snapshot(1, 0);
        }
        modelId = "n";
        // What the kept model stands on doesn't matter as long as nobody uses it.
        hidden = 12;
        try (var harness = harness(1)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(windows(SERIES, 5));
            assertThat(harness.extractOutputValues())
                    .isNotEmpty()
                    .first()
                    .satisfies(predicted -> assertThat(predicted.learningStep()).isZero());
            snapshot = harness.snapshot(2, 0);
        }
        modelId = "m";
        hidden = 8;
        try (var harness = harness(1)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(windows.subList(20, 21));
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .satisfies(predicted -> assertThat(predicted.learningStep()).isEqualTo(5));
        }
    }

    @Test
    void refusedStepsAreToldOnTheTopic() throws Exception {
        // Each weight may grow without bound: after the first step every loss is infinite.
        learningRate = 1e38;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows(SERIES, 30));
            List<KafkaOutput> events = updates(harness).stream()
                    .filter(update -> Updates.key(update).startsWith("m/event-"))
                    .toList();

            assertThat(events).hasSizeGreaterThanOrEqualTo(1);
            ModelUpdate first = Updates.decode(events.get(0));
            assertThat(Updates.key(events.get(0))).isEqualTo("m/event-0");
            assertThat(first.getKind()).isEqualTo(ModelUpdateKind.EVENT);
            assertThat(first.getEvent())
                    .startsWith("a learning step of lstm was refused for non-finite-loss: its loss was ");
            assertThat(first.getParameters()).isNull();
        }
    }

    private List<StreamRecord<RoutedWindow>> windows(int series, int steps) {
        return Readings.windows(series, steps).stream()
                .map(window -> new StreamRecord<>(new RoutedWindow(modelId + "#0", window.getValue())))
                .toList();
    }

    @Test
    void whereAModelsFirstWeightsAreFromIsToldOnceAndNotAfterARestart() throws Exception {
        origin = "the weights of a file";
        OperatorSubtaskState snapshot;
        try (var harness = harness(1)) {
            harness.open();
            harness.processElements(windows(SERIES, 5));
            assertThat(updates(harness)).hasSize(1);
            KafkaOutput event = updates(harness).get(0);
            assertThat(Updates.key(event)).isEqualTo("m/event-0");
            assertThat(Updates.decode(event).getEvent()).isEqualTo("the model begins with the weights of a file");
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = harness(1)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElements(windows(SERIES, 5));
            assertThat(updates(harness)).isEmpty();
        }
    }

    private record Learners(NetworkShape shape, @Nullable String origin) implements LearnerFactory {
        @Override
        public OnlineLearner create(LearnerConfig settings) {
            return new OnlineLearner(
                    settings,
                    Ensemble.of(
                            Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, settings.seed())));
        }
    }

    private static void assertReproduces(ModelUpdate update, byte[] parameters) {
        try (ModelVersion version = ModelVersion.open(parameters)) {
            assertThat(update.getProbes()).hasSize(3).allSatisfy(probe -> {
                float[] output = version.predict(floats(probe.getInput()));
                assertThat(output).containsExactly(floats(probe.getOutput()), within(1e-6f));
            });
        }
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static List<String> keysAndWhetherGone(
            KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> harness) {
        return updates(harness).stream()
                .map(update -> Updates.key(update) + (update.value() == null ? " gone" : ""))
                .toList();
    }

    private int files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        }
    }

    private static List<KafkaOutput> updates(
            KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> harness) {
        var published = harness.getSideOutput(LearnerOperator.MODEL_UPDATES);
        return published == null
                ? List.of()
                : published.stream().map(StreamRecord::getValue).toList();
    }

    private KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> harness(int batchSize)
            throws Exception {
        LearnerConfig learning = new LearnerConfig(modelId, 0, 3, 64, learningRate, batchSize, 10, 42);
        NetworkShape shape = RecurrentShape.lstm(
                Readings.WINDOW.length(), SeriesWindow.inputs(Readings.WINDOW), hidden, Readings.WINDOW.features());
        LearnerFactory factory = new Learners(shape, origin);
        ModelUpdateEncoder.Factory encoders = new ModelUpdateEncoder.Factory(
                registry.settings(),
                "model-updates",
                Map.of(),
                ENCODING,
                new ModelFiles(folder.toUri().toString()),
                inlineLimit);
        FixedConfiguration fixed =
                FixedConfiguration.of(Readings.WINDOW).with("model.hidden", Integer.toString(hidden));
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new LearnerOperator(
                        List.of(learning),
                        fixed,
                        factory,
                        encoders,
                        new LearnerOperator.Settings(Duration.ofMillis(20), keepVersions, maxLagMillis)),
                RoutedWindow::key,
                Types.STRING);
        harness.setup(
                Wire.PREDICTED.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
