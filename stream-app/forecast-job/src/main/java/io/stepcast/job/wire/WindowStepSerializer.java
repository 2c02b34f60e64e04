package io.stepcast.job.wire;

import io.stepcast.window.LabelledWindow;
import io.stepcast.window.WindowStep;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes {@link WindowStep}. */
public final class WindowStepSerializer extends WireSerializer<WindowStep> {

    static final WindowStepSerializer INSTANCE = new WindowStepSerializer();

    @Override
    public void serialize(WindowStep record, DataOutputView target) throws IOException {
        Fields.writeString(target, record.series());
        target.writeLong(record.eventTimeMillis());
        target.writeLong(record.targetTimeMillis());
        target.writeInt(record.windowSteps());
        Fields.writeDoubles(target, record.observed());
        Fields.writeDoubles(target, record.last());
        Fields.writeDoubles(target, record.spread());
        Fields.writeDoubles(target, record.stepScale());
        Fields.writeFloats(target, record.input());
        LabelledWindow labelled = record.labelled();
        target.writeBoolean(labelled != null);
        if (labelled != null) {
            Fields.writeFloats(target, labelled.input());
            target.writeInt(labelled.steps());
            Fields.writeFloats(target, labelled.label());
        }
        target.writeBoolean(record.filled());
        target.writeBoolean(record.restarted());
    }

    @Override
    public WindowStep deserialize(DataInputView source) throws IOException {
        return new WindowStep(
                Fields.readString(source),
                source.readLong(),
                source.readLong(),
                source.readInt(),
                Fields.readDoubles(source),
                Fields.readDoubles(source),
                Fields.readDoubles(source),
                Fields.readDoubles(source),
                Fields.readFloats(source),
                labelled(source),
                source.readBoolean(),
                source.readBoolean());
    }

    private static @Nullable LabelledWindow labelled(DataInputView source) throws IOException {
        return source.readBoolean()
                ? new LabelledWindow(Fields.readFloats(source), source.readInt(), Fields.readFloats(source))
                : null;
    }

    @Override
    public TypeSerializerSnapshot<WindowStep> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<WindowStep> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
