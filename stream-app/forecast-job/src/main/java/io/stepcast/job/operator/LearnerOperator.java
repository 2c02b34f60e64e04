package io.stepcast.job.operator;

import io.stepcast.job.wire.KafkaOutput;
import io.stepcast.job.wire.Wire;
import io.stepcast.learn.LearnerConfig;
import io.stepcast.learn.LearnerOutput;
import io.stepcast.learn.OnlineLearner;
import io.stepcast.window.WindowStep;
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
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by model: hands windows to the model's learner and its predictions on.
 *
 * <p>A plain operator rather than a process function, because the micro-batch must be flushed before the checkpoint barrier is
 * forwarded. Each learner's whole state is in keyed state under its model id, so that models move with their keys when the job is
 * rescaled.
 */
public final class LearnerOperator extends AbstractStreamOperator<LearnerOutput.Predicted>
        implements OneInputStreamOperator<WindowStep, LearnerOutput.Predicted> {

    /** The accumulator that counts the learning steps of all models. */
    public static final String LEARNING_STEPS = "learningSteps";

    /** The side output that the model-updates sink reads. */
    public static final OutputTag<KafkaOutput> MODEL_UPDATES = new OutputTag<>("model-updates", Wire.KAFKA_OUTPUT);

    private static final long serialVersionUID = 1;
    private static final String STATE = "learner";

    private final LearnerConfig learning;
    private final LearnerFactory factory;
    private final ModelUpdateEncoder.Factory encoders;
    private final Duration batchTimeout;

    private transient Map<String, OnlineLearner> learners;
    private transient ModelUpdateEncoder encoder;
    private transient ValueState<byte[]> states;
    private transient LongCounter learningSteps;
    private transient @Nullable ScheduledFuture<?> flushTimer;

    public LearnerOperator(
            LearnerConfig learning,
            LearnerFactory factory,
            ModelUpdateEncoder.Factory encoders,
            Duration batchTimeout) {
        this.learning = learning;
        this.factory = factory;
        this.encoders = encoders;
        this.batchTimeout = batchTimeout;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        learners = new LinkedHashMap<>();
        learningSteps = new LongCounter();
        getRuntimeContext().addAccumulator(LEARNING_STEPS, learningSteps);
        states = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>(STATE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        for (String modelId : ownedModels()) {
            setCurrentKey(modelId);
            OnlineLearner learner = learnerOf(modelId);
            learner.restore(new DataInputDeserializer(states.value()));
            learningSteps.add(learner.learningSteps());
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        encoder = encoders.create();
        getMetricGroup().gauge(LEARNING_STEPS, learningSteps::getLocalValuePrimitive);
    }

    @Override
    public void processElement(StreamRecord<WindowStep> element) {
        learnerOf(learning.modelId()).add(element.getValue(), this::emit);
        flushLater();
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        Object caller = getCurrentKey();
        for (Map.Entry<String, OnlineLearner> learner : learners.entrySet()) {
            setCurrentKey(learner.getKey());
            states.update(bytes(learner.getValue()));
        }
        if (caller != null) {
            setCurrentKey(caller);
        }
        super.snapshotState(context);
    }

    @Override
    public void finish() throws Exception {
        flush();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (learners != null) {
            learners.values().forEach(OnlineLearner::close);
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

    private OnlineLearner learnerOf(String modelId) {
        return learners.computeIfAbsent(modelId, id -> factory.create(learning));
    }

    private void flushLater() {
        if (flushTimer != null || learners.values().stream().allMatch(learner -> learner.waiting() == 0)) {
            return;
        }
        long now = getProcessingTimeService().getCurrentProcessingTime();
        flushTimer = getProcessingTimeService().registerTimer(now + batchTimeout.toMillis(), time -> {
            flushTimer = null;
            flush();
        });
    }

    private void flush() {
        learners.values().forEach(learner -> learner.flush(this::emit));
    }

    private void emit(LearnerOutput learnt) {
        if (learnt instanceof LearnerOutput.Predicted predicted) {
            output.collect(new StreamRecord<>(predicted));
        } else if (learnt instanceof LearnerOutput.Learnt) {
            learningSteps.add(1);
        } else if (learnt instanceof LearnerOutput.Published published) {
            LOG.info("Publishing model {} version {}", published.modelId(), published.version());
            output.collect(MODEL_UPDATES, new StreamRecord<>(encoder.encode(published)));
        }
    }

    private static byte[] bytes(OnlineLearner learner) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1 << 16);
        learner.write(out);
        return out.getCopyOfBuffer();
    }
}
