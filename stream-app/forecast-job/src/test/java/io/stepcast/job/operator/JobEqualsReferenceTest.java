package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.forecast.ForecastConfig;
import io.stepcast.job.decode.EventTimeWatermarks;
import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.DecodedRecord;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.job.wire.SourceReading;
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
import io.stepcast.window.OrderConfig;
import io.stepcast.window.OrderConfig.Corrections;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real operators, one behind the other, fed with readings in any order within the lateness, against the same classes called one
 * after the other on the readings in order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JobEqualsReferenceTest {

    private static final long STEP = 60_000;
    private static final int STEPS = 40;
    private static final String MODEL = "m";

    @TempDir
    Path folder;

    private AnyRegistry registry;

    @BeforeAll
    void startRegistry() {
        registry = new AnyRegistry();
    }

    @AfterAll
    void stopRegistry() {
        registry.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /** A configuration with its readings, in order and as they arrive. */
    private record Case(WindowConfig window, OrderConfig rules, List<Reading> sorted, List<Reading> arriving) {

        static Case of(long seed) {
            Random random = new Random(seed);
            boolean regular = random.nextInt(3) > 0;
            WindowConfig window = new WindowConfig(2, 4, regular ? STEP : 0, 10 * STEP);
            long lateness = STEP * (1 + random.nextInt(6)) + random.nextInt(1000);
            long ttl = random.nextBoolean() ? 0 : Math.max(lateness + 1, 8 * STEP);
            OrderConfig rules = new OrderConfig(window.stepMillis(), lateness, ttl, 1000, Corrections.KEEP_FIRST);
            List<Reading> sorted = new ArrayList<>();
            for (int series = 1 + random.nextInt(3); series > 0; series--) {
                long offset = random.nextInt((int) STEP);
                for (int step = 0; step < STEPS; step++) {
                    if (random.nextInt(8) == 0) {
                        step += random.nextInt(8) == 0 ? 12 : random.nextInt(3);
                    }
                    double[] values = {Math.sin(step * 0.7), random.nextInt(10) == 0 ? Double.NaN : step % 5};
                    long jitter = random.nextInt(regular ? 1000 : (int) STEP);
                    sorted.add(new Reading("s" + series, offset + step * STEP + jitter, values));
                }
            }
            sorted.sort(Comparator.comparingLong(Reading::eventTimeMillis).thenComparing(Reading::series));
            return new Case(window, rules, sorted, arriving(sorted, lateness, random));
        }

        /** Each delayed by up to the lateness, some sent twice. */
        private static List<Reading> arriving(List<Reading> sorted, long lateness, Random random) {
            record Arriving(Reading reading, long atMillis) {}
            List<Arriving> arriving = new ArrayList<>();
            for (Reading reading : sorted) {
                double share = random.nextInt(4) == 0 ? 1 : random.nextDouble() * random.nextInt(2);
                for (int copies = random.nextInt(10) == 0 ? 2 : 1; copies > 0; copies--) {
                    arriving.add(new Arriving(reading, reading.eventTimeMillis() + (long) (share * lateness)));
                }
            }
            arriving.sort(Comparator.comparingLong(Arriving::atMillis));
            return arriving.stream().map(Arriving::reading).toList();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theJobsOutputIsThatOfThePlainReference(long seed) throws Exception {
        Case drawn = Case.of(seed);
        Random clock = new Random(seed);
        List<Object> windows;
        try (var harness = WindowingHarness.of(drawn.window(), drawn.rules(), false)) {
            harness.open();
            feed(harness, drawn.rules(), drawn.arriving());
            harness.processWatermark(Long.MAX_VALUE);
            windows = List.copyOf(harness.getOutput());
            int twice = drawn.arriving().size() - drawn.sorted().size();
            assertThat(WindowingHarness.count(harness, WindowingOperator.REPEATED))
                    .isEqualTo(twice);
            assertThat(harness.getSideOutput(DeadLetterOutput.TAG)).isNull();
        }
        List<Object> predicted;
        try (var harness = learner(drawn.window())) {
            harness.open();
            pass(routed(windows), harness, clock);
            predicted = List.copyOf(harness.getOutput());
        }
        List<KafkaOutput> predictions;
        List<KafkaOutput> outcomes;
        try (var harness = forecaster(drawn.window(), drawn.rules().ttlMillis())) {
            harness.open();
            pass(predicted, harness, clock);
            predictions = harness.extractOutputValues();
            outcomes = harness.getSideOutput(ForecastFunction.OUTCOMES).stream()
                    .map(StreamRecord::getValue)
                    .toList();
        }

        List<WindowStep> steps = steps(windows);
        ReferenceJob reference = reference(drawn);
        inTheOrderThatTheJobTook(drawn, steps).forEach(reference::read);
        assertThat(bytes(steps)).isEqualTo(bytes(reference.windows));
        assertThat(texts(predictions)).isEqualTo(texts(reference.predictions));
        assertThat(texts(outcomes)).isEqualTo(texts(reference.outcomes));
        assertThat(predictions.size() + reference.warming)
                .isEqualTo(drawn.sorted().size());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRestartInTheMiddleChangesNeitherWindowsNorTheirOrder(long seed) throws Exception {
        Case drawn = Case.of(seed);
        List<Reading> arriving = drawn.arriving();
        int middle = new Random(seed).nextInt(arriving.size());
        List<WindowStep> uninterrupted;
        try (var harness = WindowingHarness.of(drawn.window(), drawn.rules(), false)) {
            harness.open();
            feed(harness, drawn.rules(), arriving);
            harness.processWatermark(Long.MAX_VALUE);
            uninterrupted = steps(List.copyOf(harness.getOutput()));
        }
        List<Object> output;
        OperatorSubtaskState snapshot;
        try (var harness = WindowingHarness.of(drawn.window(), drawn.rules(), false)) {
            harness.open();
            feed(harness, drawn.rules(), arriving.subList(0, middle));
            output = new ArrayList<>(harness.getOutput());
            snapshot = harness.snapshot(1, 0);
        }
        try (var harness = WindowingHarness.of(drawn.window(), drawn.rules(), false)) {
            harness.initializeState(snapshot);
            harness.open();
            feed(harness, drawn.rules(), arriving.subList(middle, arriving.size()));
            harness.processWatermark(Long.MAX_VALUE);
            output.addAll(harness.getOutput());
        }

        assertThat(bytes(steps(output))).isEqualTo(bytes(uninterrupted));
        assertThat(output.stream().filter(Watermark.class::isInstance).map(mark -> ((Watermark) mark).getTimestamp()))
                .isSorted();
    }

    /**
     * The readings of each series in order of time, and the series among one another as the job took them: a regular series that goes on
     * at once may overtake one that waits for its gap. Otherwise it is the order of time itself.
     */
    private static List<Reading> inTheOrderThatTheJobTook(Case drawn, List<WindowStep> steps) {
        List<Reading> sorted = new ArrayList<>(drawn.sorted());
        List<Reading> taken = new ArrayList<>();
        for (WindowStep step : steps) {
            while (!step.filled()) {
                int at = 0;
                while (!sorted.get(at).series().equals(step.series())) {
                    at++;
                }
                Reading next = sorted.remove(at);
                taken.add(next);
                if (next.eventTimeMillis() >= step.eventTimeMillis()) {
                    break;
                }
            }
        }
        taken.addAll(sorted);
        if (drawn.window().stepMillis() == 0) {
            assertThat(steps).extracting(WindowStep::eventTimeMillis).isSorted();
        }
        return taken;
    }

    /** As one partition: each reading, and the watermark that follows from it. */
    private static void feed(
            KeyedOneInputStreamOperatorTestHarness<String, SourceReading, ArrivedWindow> harness,
            OrderConfig rules,
            List<Reading> readings)
            throws Exception {
        EventTimeWatermarks partition = new EventTimeWatermarks(rules.latenessMillis(), rules.ttlMillis());
        List<Long> marks = new ArrayList<>();
        for (Reading reading : readings) {
            RawRecord record = new RawRecord("readings", 0, 0, -1, null, new byte[0], List.of());
            SourceReading source = new SourceReading(reading, record);
            harness.processElement(source, 0);
            partition.onEvent(new DecodedRecord.Usable(source), -1, new Marks(marks));
            for (long mark : marks) {
                harness.processWatermark(mark);
            }
            marks.clear();
        }
    }

    private record Marks(List<Long> marks) implements WatermarkOutput {

        @Override
        public void emitWatermark(org.apache.flink.api.common.eventtime.Watermark mark) {
            marks.add(mark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }

    /** Passes one operator's output on to the next, while the clock moves as it likes. */
    @SuppressWarnings("unchecked") // the output of one operator is the input of the next
    private static <T> void pass(List<Object> elements, OneInputStreamOperatorTestHarness<T, ?> harness, Random clock)
            throws Exception {
        long now = 0;
        for (Object element : elements) {
            if (element instanceof Watermark mark) {
                harness.processWatermark(mark);
            } else {
                harness.processElement((StreamRecord<T>) element);
            }
            now += clock.nextInt(8);
            harness.setProcessingTime(now);
        }
        harness.endInput();
    }

    /** All to one model. */
    private static List<Object> routed(List<Object> windows) {
        List<Object> routed = new ArrayList<>();
        for (Object element : windows) {
            if (element instanceof StreamRecord<?> record && record.getValue() instanceof ArrivedWindow window) {
                routed.add(new StreamRecord<>(new RoutedWindow(MODEL + "#0", window)));
            } else {
                routed.add(element);
            }
        }
        return routed;
    }

    private static List<WindowStep> steps(List<Object> output) {
        List<WindowStep> steps = new ArrayList<>();
        for (Object element : output) {
            if (element instanceof StreamRecord<?> record && record.getValue() instanceof ArrivedWindow window) {
                steps.add(window.step());
            }
        }
        return steps;
    }

    private static List<String> bytes(List<WindowStep> steps) {
        return steps.stream().map(JobEqualsReferenceTest::bytes).toList();
    }

    private static String bytes(WindowStep step) {
        TypeSerializer<ArrivedWindow> serializer = Wire.ARRIVED_WINDOW.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(256);
        try {
            serializer.serialize(new ArrivedWindow(step, 0), out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return step.series() + "@" + step.eventTimeMillis() + " "
                + HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    private static List<String> texts(List<KafkaOutput> outputs) {
        return outputs.stream()
                .map(output -> HexFormat.of().formatHex(output.key()) + " "
                        + HexFormat.of().formatHex(output.value()))
                .toList();
    }

    private ReferenceJob reference(Case drawn) {
        return new ReferenceJob(
                drawn.window(),
                drawn.rules().ttlMillis(),
                learnerFactory(drawn.window()).create(learning()),
                encoders().create());
    }

    /** One window a batch: a network's last bits are others in larger ones, though what it learns is the same. */
    private static LearnerConfig learning() {
        return new LearnerConfig(MODEL, 0, 3, 64, 1e-2, 1, 1000, 42);
    }

    private static LearnerFactory learnerFactory(WindowConfig window) {
        NetworkShape shape = RecurrentShape.lstm(window.length(), SeriesWindow.inputs(window), 4, window.features());
        return settings -> new OnlineLearner(
                settings,
                Ensemble.of(Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, settings.seed())));
    }

    private ForecastEncoder.Factory encoders() {
        return new ForecastEncoder.Factory(
                registry.settings(), "predictions", "outcomes", List.of("a", "b"), 0.9, series -> MODEL);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, RoutedWindow, Predicted> learner(WindowConfig window)
            throws Exception {
        ModelUpdateEncoder.Factory updates = new ModelUpdateEncoder.Factory(
                registry.settings(),
                "model-updates",
                Map.of(),
                "{}",
                new ModelFiles(folder.toUri().toString()),
                1 << 19);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new LearnerOperator(
                        List.of(learning()),
                        FixedConfiguration.of(window),
                        learnerFactory(window),
                        updates,
                        new LearnerOperator.Settings(Duration.ofMillis(20), 100, Intake.NO_LIMIT)),
                RoutedWindow::key,
                Types.STRING);
        harness.setup(
                Wire.PREDICTED.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Predicted, KafkaOutput> forecaster(
            WindowConfig window, long ttlMillis) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(
                        new ForecastFunction(new ForecastConfig(window, 0.9), encoders(), ttlMillis)),
                predicted -> predicted.step().series(),
                Types.STRING);
        harness.setup(
                Wire.KAFKA_OUTPUT.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
