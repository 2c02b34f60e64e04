package io.stepcast.job.wire;

import io.stepcast.learn.LearnerOutput;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link LearnerOutput.Predicted}. */
public final class PredictedSerializer extends WireSerializer<LearnerOutput.Predicted> {

    static final PredictedSerializer INSTANCE = new PredictedSerializer();

    @Override
    public void serialize(LearnerOutput.Predicted record, DataOutputView target) throws IOException {
        WindowStepSerializer.INSTANCE.serialize(record.step(), target);
        target.writeInt(record.networkSteps().length);
        for (float[] networkStep : record.networkSteps()) {
            Fields.writeFloats(target, networkStep);
        }
        target.writeLong(record.modelVersion());
        target.writeLong(record.learningStep());
    }

    @Override
    public LearnerOutput.Predicted deserialize(DataInputView source) throws IOException {
        WindowStep step = WindowStepSerializer.INSTANCE.deserialize(source);
        float[][] networkSteps = new float[source.readInt()][];
        for (int i = 0; i < networkSteps.length; i++) {
            networkSteps[i] = Fields.readFloats(source);
        }
        return new LearnerOutput.Predicted(step, networkSteps, source.readLong(), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<LearnerOutput.Predicted> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LearnerOutput.Predicted> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
