package io.stepcast.job.wire;

import io.stepcast.window.SeriesOrder;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link SeriesOrder}, whose state carries its own version. */
public final class SeriesOrderSerializer extends StateSerializer<SeriesOrder> {

    static final SeriesOrderSerializer INSTANCE = new SeriesOrderSerializer();

    @Override
    public void serialize(SeriesOrder record, DataOutputView target) throws IOException {
        record.write(target);
    }

    @Override
    public SeriesOrder deserialize(DataInputView source) throws IOException {
        return SeriesOrder.read(source);
    }

    @Override
    public TypeSerializerSnapshot<SeriesOrder> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesOrder> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
