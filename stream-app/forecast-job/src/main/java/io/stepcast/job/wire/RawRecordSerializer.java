package io.stepcast.job.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link RawRecord}. */
public final class RawRecordSerializer extends WireSerializer<RawRecord> {

    static final RawRecordSerializer INSTANCE = new RawRecordSerializer();

    @Override
    public void serialize(RawRecord record, DataOutputView target) throws IOException {
        Fields.writeString(target, record.topic());
        target.writeInt(record.partition());
        target.writeLong(record.offset());
        target.writeLong(record.timestamp());
        Fields.writeBytes(target, record.key());
        Fields.writeBytes(target, record.value());
        Headers.write(target, record.headers());
    }

    @Override
    public RawRecord deserialize(DataInputView source) throws IOException {
        return new RawRecord(
                Fields.readString(source),
                source.readInt(),
                source.readLong(),
                source.readLong(),
                Fields.readBytes(source),
                Fields.readBytes(source),
                Headers.read(source));
    }

    @Override
    public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawRecord> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
