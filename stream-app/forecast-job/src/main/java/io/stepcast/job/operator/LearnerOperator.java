package io.stepcast.job.operator;

import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.job.models.ModelShelf;
import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.RoutedWindow;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.Intake;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.learn.OnlineLearner;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by model: hands windows to their model's learner and its predictions on.
 *
 * <p>A plain operator rather than a process function, because the micro-batch must be flushed before the checkpoint barrier is
 * forwarded. Each learner's whole state is in keyed state under its model's key ({@link ModelKeys}), so that models move with their keys
 * when the job is rescaled; so is the list of its versions on the topic, of which old ones are removed. The state of a model that no
 * route leads to any more stays where it is, untouched, for the day on which one does again.
 */
public final class LearnerOperator extends AbstractStreamOperator<LearnerOutput.Predicted>
        implements OneInputStreamOperator<RoutedWindow, LearnerOutput.Predicted> {

    /** The accumulator that counts the learning steps of all models. */
    public static final String LEARNING_STEPS = "learningSteps";

    /** The side output that the model-updates sink reads. */
    public static final OutputTag<KafkaOutput> MODEL_UPDATES = new OutputTag<>("model-updates", Wire.KAFKA_OUTPUT);

    private static final long serialVersionUID = 1;
    private static final String STATE = "learner";

    private final Map<String, LearnerConfig> learning = new LinkedHashMap<>();
    private final FixedConfiguration fixed;
    private final LearnerFactory factory;
    private final ModelUpdateEncoder.Factory encoders;
    private final Settings settings;

    private transient Map<String, ServedModel> models;
    private transient HeldWatermarks watermarks;
    private transient ModelUpdateEncoder encoder;
    private transient LearnerMeter meter;
    private transient Lag lag;
    private transient ValueState<byte[]> states;
    private transient ValueState<byte[]> surroundings;
    private transient LongCounter learningSteps;
    private transient @Nullable ScheduledFuture<?> flushTimer;

    /**
     * How the operator works.
     *
     * @param batchTimeout longest that a window waits for others
     * @param keepVersions newest versions that stay on the topic
     * @param maxLagMillis lag at which learning is thinned, or {@link Intake#NO_LIMIT}
     */
    public record Settings(Duration batchTimeout, int keepVersions, long maxLagMillis) implements Serializable {}

    /**
     * @param models how each model learns
     * @param fixed what the models' state stands on
     */
    public LearnerOperator(
            List<LearnerConfig> models,
            FixedConfiguration fixed,
            LearnerFactory factory,
            ModelUpdateEncoder.Factory encoders,
            Settings settings) {
        models.forEach(model -> learning.put(model.modelId(), model));
        this.fixed = fixed;
        this.factory = factory;
        this.encoders = encoders;
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        models = new LinkedHashMap<>();
        watermarks = new HeldWatermarks();
        learningSteps = new LongCounter();
        getRuntimeContext().addAccumulator(LEARNING_STEPS, learningSteps);
        states = context.getKeyedStateStore().getState(bytesState(STATE));
        surroundings = context.getKeyedStateStore().getState(bytesState("shelf"));
        long checkpoint = context.getRestoredCheckpointId().orElse(0);
        for (String key : ownedKeys()) {
            String id = ModelKeys.modelId(key);
            if (learning.containsKey(id)) {
                setCurrentKey(key);
                ServedModel model = restored(id, checkpoint);
                models.put(key, model);
                ModelMetrics.show(model, getMetricGroup());
                learningSteps.add(model.learner().learningSteps());
            } else {
                LOG.warn(
                        "Model {} has a state, but model.id and model.routes no longer name it. Its state is kept: name it"
                                + " again, and it goes on from there",
                        id);
            }
        }
    }

    private static ValueStateDescriptor<byte[]> bytesState(String name) {
        return new ValueStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** The model of the current key, from its state. */
    private ServedModel restored(String id, long checkpoint) throws IOException {
        OnlineLearner learner = learner(id);
        try {
            return ServedModel.restored(id, learner, intake(), fixed, states.value(), surroundings.value(), checkpoint);
        } catch (IOException | RuntimeException e) {
            learner.close();
            throw e;
        }
    }

    private ServedModel begun(String id) {
        ServedModel model = new ServedModel(id, learner(id), new ModelShelf(fixed), intake());
        ModelMetrics.show(model, getMetricGroup());
        String origin = factory.origin();
        if (origin != null) {
            LOG.info("Model {} begins with {}", id, origin);
            update(encoder.event(
                    model.learner().warned("the model begins with " + origin),
                    model.shelf().nextEvent()));
        }
        return model;
    }

    private OnlineLearner learner(String id) {
        LearnerConfig config = learning.get(id);
        if (config == null) {
            throw new IllegalStateException("the models are " + learning.keySet() + ", got a window for " + id);
        }
        return factory.create(config);
    }

    private Intake intake() {
        return new Intake(settings.maxLagMillis());
    }

    @Override
    public void open() throws Exception {
        super.open();
        encoder = Agreement.orEnd(encoders::create);
        meter = new LearnerMeter(getMetricGroup(), System::nanoTime);
        lag = new Lag(getMetricGroup(), () -> getProcessingTimeService().getCurrentProcessingTime());
        getMetricGroup().gauge(LEARNING_STEPS, learningSteps::getLocalValuePrimitive);
        getMetricGroup().gauge("models", models::size);
    }

    @Override
    public void processElement(StreamRecord<RoutedWindow> element) {
        RoutedWindow routed = element.getValue();
        ArrivedWindow window = routed.window();
        ServedModel model = models.computeIfAbsent(routed.key(), key -> begun(ModelKeys.modelId(key)));
        model.intake()
                .lags(lag.of(window))
                .ifPresent(event -> warn(model, model.learner().warned(event)));
        watermarks.take(model.id());
        boolean learn = model.intake().takes(window.step());
        meter.begins();
        model.learner().add(window.step(), learn, output -> emit(model, output));
        meter.ends();
        flushLater();
    }

    /** Goes where it came between the windows, which may wait for one another. There are no timers to fire here. */
    @Override
    public void processWatermark(Watermark mark) {
        watermarks.hold(mark, output::emitWatermark);
    }

    /** What comes after ignores the watermarks of an idle input. */
    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        flush();
        super.processWatermarkStatus(status);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        Object caller = getCurrentKey();
        for (Map.Entry<String, ServedModel> entry : models.entrySet()) {
            setCurrentKey(entry.getKey());
            ServedModel model = entry.getValue();
            model.shelf().checkpoint(context.getCheckpointId());
            states.update(model.learnerState());
            surroundings.update(model.surroundings());
        }
        if (caller != null) {
            setCurrentKey(caller);
        }
        super.snapshotState(context);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        for (ServedModel model : models.values()) {
            model.shelf().completed(checkpointId).forEach(LearnerOperator::delete);
        }
    }

    /** A file that can't be deleted must not stop the job; it only takes room. */
    private static void delete(String uri) {
        try {
            ModelFiles.delete(uri);
        } catch (IOException e) {
            LOG.warn("The file of a removed model version could not be deleted: {}", uri, e);
        }
    }

    @Override
    public void finish() throws Exception {
        flush();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (models != null) {
            models.values().forEach(model -> model.learner().close());
        }
        if (encoder != null) {
            encoder.close();
        }
        super.close();
    }

    private List<String> ownedKeys() {
        return getKeyedStateBackend()
                .<VoidNamespace>getKeys(STATE, VoidNamespace.INSTANCE)
                .map(String.class::cast)
                .toList();
    }

    private void flushLater() {
        if (flushTimer != null
                || models.values().stream().allMatch(model -> model.learner().waiting() == 0)) {
            return;
        }
        long now = getProcessingTimeService().getCurrentProcessingTime();
        flushTimer = getProcessingTimeService()
                .registerTimer(now + settings.batchTimeout().toMillis(), time -> {
                    flushTimer = null;
                    flush();
                });
    }

    private void flush() {
        for (ServedModel model : models.values()) {
            meter.begins();
            model.learner().flush(output -> emit(model, output));
            meter.ends();
        }
    }

    private void emit(ServedModel model, LearnerOutput learnt) {
        meter.comes(learnt);
        if (learnt instanceof LearnerOutput.Predicted predicted) {
            output.collect(new StreamRecord<>(predicted));
            watermarks.gone(model.id(), output::emitWatermark);
        } else if (learnt instanceof LearnerOutput.Learnt) {
            learningSteps.add(1);
        } else if (learnt instanceof LearnerOutput.Published published) {
            publish(model, published);
        } else if (learnt instanceof LearnerOutput.Warned warned) {
            warn(model, warned);
        }
        meter.taken();
    }

    private void warn(ServedModel model, LearnerOutput.Warned warned) {
        LOG.warn("Model {}, learning step {}: {}", warned.modelId(), warned.learningStep(), warned.event());
        update(encoder.event(warned, model.shelf().nextEvent()));
    }

    private void publish(ServedModel model, LearnerOutput.Published published) {
        LOG.info("Publishing model {} version {}", published.modelId(), published.version());
        ModelUpdateEncoder.Version version =
                encoder.version(published, model.intake().published());
        update(version.output());
        for (long old : model.shelf().add(published.version(), version.uri(), settings.keepVersions())) {
            update(encoder.tombstone(published.modelId(), old));
        }
    }

    private void update(KafkaOutput update) {
        output.collect(MODEL_UPDATES, new StreamRecord<>(update));
    }
}
