package io.stepcast.job.wire;

import io.stepcast.window.WindowStep;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link ArrivedWindow}. */
public final class ArrivedWindowSerializer extends WireSerializer<ArrivedWindow> {

    static final ArrivedWindowSerializer INSTANCE = new ArrivedWindowSerializer();

    @Override
    public void serialize(ArrivedWindow record, DataOutputView target) throws IOException {
        target.writeLong(record.arrivedMillis());
        WindowStepSerializer.INSTANCE.serialize(record.step(), target);
    }

    @Override
    public ArrivedWindow deserialize(DataInputView source) throws IOException {
        long arrivedMillis = source.readLong();
        WindowStep step = WindowStepSerializer.INSTANCE.deserialize(source);
        return new ArrivedWindow(step, arrivedMillis);
    }

    @Override
    public TypeSerializerSnapshot<ArrivedWindow> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ArrivedWindow> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
