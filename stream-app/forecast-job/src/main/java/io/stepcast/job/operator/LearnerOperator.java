package io.stepcast.job.operator;

import io.stepcast.job.models.FixedConfiguration;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.job.models.ModelShelf;
import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.network.TrainingStep;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.metrics.Counter;
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
 * Keyed by model: hands windows to the model's learner and its predictions on.
 *
 * <p>A plain operator rather than a process function, because the micro-batch must be flushed before the checkpoint barrier is
 * forwarded. Each learner's whole state is in keyed state under its model id, so that models move with their keys when the job is
 * rescaled; so is the list of its versions on the topic, of which old ones are removed.
 */
public final class LearnerOperator extends AbstractStreamOperator<LearnerOutput.Predicted>
        implements OneInputStreamOperator<ArrivedWindow, LearnerOutput.Predicted> {

    /** The accumulator that counts the learning steps of all models. */
    public static final String LEARNING_STEPS = "learningSteps";

    /** The side output that the model-updates sink reads. */
    public static final OutputTag<KafkaOutput> MODEL_UPDATES = new OutputTag<>("model-updates", Wire.KAFKA_OUTPUT);

    private static final long serialVersionUID = 1;
    private static final String STATE = "learner";

    private final LearnerConfig learning;
    private final FixedConfiguration fixed;
    private final LearnerFactory factory;
    private final ModelUpdateEncoder.Factory encoders;
    private final Duration batchTimeout;
    private final int keepVersions;

    private transient Map<String, Model> models;
    private transient HeldWatermarks watermarks;
    private transient ModelUpdateEncoder encoder;
    private transient ValueState<byte[]> states;
    private transient ValueState<byte[]> shelves;
    private transient LongCounter learningSteps;
    private transient Counter refusedSteps;
    private transient Counter weightReturns;
    private transient @Nullable ScheduledFuture<?> flushTimer;

    /** A model with what is around it. */
    private record Model(OnlineLearner learner, ModelShelf shelf) {}

    /**
     * @param fixed what the model's state stands on
     * @param batchTimeout longest that a window waits for others
     * @param keepVersions newest versions that stay on the topic
     */
    public LearnerOperator(
            LearnerConfig learning,
            FixedConfiguration fixed,
            LearnerFactory factory,
            ModelUpdateEncoder.Factory encoders,
            Duration batchTimeout,
            int keepVersions) {
        this.learning = learning;
        this.fixed = fixed;
        this.factory = factory;
        this.encoders = encoders;
        this.batchTimeout = batchTimeout;
        this.keepVersions = keepVersions;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        models = new LinkedHashMap<>();
        watermarks = new HeldWatermarks();
        learningSteps = new LongCounter();
        getRuntimeContext().addAccumulator(LEARNING_STEPS, learningSteps);
        refusedSteps = getMetricGroup().counter("refusedSteps");
        weightReturns = getMetricGroup().counter("weightReturns");
        states = context.getKeyedStateStore().getState(bytesState(STATE));
        shelves = context.getKeyedStateStore().getState(bytesState("shelf"));
        long checkpoint = context.getRestoredCheckpointId().orElse(0);
        for (String modelId : ownedModels()) {
            setCurrentKey(modelId);
            Model model = restored(modelId, checkpoint);
            models.put(modelId, model);
            learningSteps.add(model.learner().learningSteps());
            refusedSteps.inc(model.learner().guard().refused());
            weightReturns.inc(model.learner().guard().returns());
        }
    }

    private static ValueStateDescriptor<byte[]> bytesState(String name) {
        return new ValueStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** The model of the current key, from its state. */
    private Model restored(String modelId, long checkpoint) throws IOException {
        String owner = "model " + modelId;
        if (!modelId.equals(learning.modelId())) {
            throw FixedConfiguration.refusal(owner, "model.id is " + learning.modelId());
        }
        byte[] shelved = shelves.value();
        DataInputDeserializer shelfState = shelved == null ? null : new DataInputDeserializer(shelved);
        ModelShelf shelf =
                shelfState == null ? new ModelShelf(fixed) : ModelShelf.read(shelfState, fixed, owner, checkpoint);
        OnlineLearner learner = factory.create(learning);
        try {
            learner.restore(new DataInputDeserializer(states.value()));
            if (shelfState != null) {
                learner.guard().restore(shelfState);
            }
            return new Model(learner, shelf);
        } catch (IllegalArgumentException e) {
            learner.close();
            throw FixedConfiguration.refusal(owner, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        encoder = Agreement.orEnd(encoders::create);
        getMetricGroup().gauge(LEARNING_STEPS, learningSteps::getLocalValuePrimitive);
    }

    @Override
    public void processElement(StreamRecord<ArrivedWindow> element) {
        Model model = models.computeIfAbsent(
                learning.modelId(), id -> new Model(factory.create(learning), new ModelShelf(fixed)));
        watermarks.take(learning.modelId());
        model.learner().add(element.getValue().step(), output -> emit(model, output));
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
        for (Map.Entry<String, Model> entry : models.entrySet()) {
            setCurrentKey(entry.getKey());
            Model model = entry.getValue();
            model.shelf().checkpoint(context.getCheckpointId());
            states.update(bytes(model.learner()::write));
            shelves.update(bytes(out -> {
                model.shelf().write(out);
                model.learner().guard().write(out);
            }));
        }
        if (caller != null) {
            setCurrentKey(caller);
        }
        super.snapshotState(context);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        for (Model model : models.values()) {
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

    private List<String> ownedModels() {
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
        flushTimer = getProcessingTimeService().registerTimer(now + batchTimeout.toMillis(), time -> {
            flushTimer = null;
            flush();
        });
    }

    private void flush() {
        models.values().forEach(model -> model.learner().flush(output -> emit(model, output)));
    }

    private void emit(Model model, LearnerOutput learnt) {
        if (learnt instanceof LearnerOutput.Predicted predicted) {
            output.collect(new StreamRecord<>(predicted));
            watermarks.gone(learning.modelId(), output::emitWatermark);
        } else if (learnt instanceof LearnerOutput.Learnt step) {
            learningSteps.add(1);
            if (step.outcome() instanceof TrainingStep.Refused) {
                refusedSteps.inc();
            }
        } else if (learnt instanceof LearnerOutput.Published published) {
            publish(model, published);
        } else if (learnt instanceof LearnerOutput.Warned warned) {
            LOG.warn("Model {}, learning step {}: {}", warned.modelId(), warned.learningStep(), warned.event());
            update(encoder.event(warned, model.shelf().nextEvent()));
            weightReturns.inc(model.learner().guard().returns() - weightReturns.getCount());
        }
    }

    private void publish(Model model, LearnerOutput.Published published) {
        LOG.info("Publishing model {} version {}", published.modelId(), published.version());
        ModelUpdateEncoder.Version version = encoder.version(published);
        update(version.output());
        for (long old : model.shelf().add(published.version(), version.uri(), keepVersions)) {
            update(encoder.tombstone(published.modelId(), old));
        }
    }

    private void update(KafkaOutput update) {
        output.collect(MODEL_UPDATES, new StreamRecord<>(update));
    }

    /** Something that writes itself. */
    private interface Writing {
        void write(DataOutput out) throws IOException;
    }

    private static byte[] bytes(Writing state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1 << 16);
        state.write(out);
        return out.getCopyOfBuffer();
    }
}
