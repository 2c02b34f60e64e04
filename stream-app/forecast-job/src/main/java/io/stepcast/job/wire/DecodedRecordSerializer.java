package io.stepcast.job.wire;

import io.stepcast.job.wire.DecodedRecord.Unusable;
import io.stepcast.job.wire.DecodedRecord.Usable;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link DecodedRecord}. */
public final class DecodedRecordSerializer extends WireSerializer<DecodedRecord> {

    static final DecodedRecordSerializer INSTANCE = new DecodedRecordSerializer();

    @Override
    public void serialize(DecodedRecord record, DataOutputView target) throws IOException {
        target.writeBoolean(record instanceof Usable);
        if (record instanceof Usable usable) {
            SourceReadingSerializer.INSTANCE.serialize(usable.reading(), target);
        } else if (record instanceof Unusable unusable) {
            DeadLetter letter = unusable.letter();
            RawRecordSerializer.INSTANCE.serialize(letter.source(), target);
            target.writeUTF(letter.reason().name());
            Fields.writeString(target, letter.detail());
        }
    }

    @Override
    public DecodedRecord deserialize(DataInputView source) throws IOException {
        if (source.readBoolean()) {
            return new Usable(SourceReadingSerializer.INSTANCE.deserialize(source));
        }
        RawRecord record = RawRecordSerializer.INSTANCE.deserialize(source);
        DeadLetter.Reason reason = DeadLetter.Reason.valueOf(source.readUTF());
        return new Unusable(new DeadLetter(record, reason, Fields.readString(source)));
    }

    @Override
    public TypeSerializerSnapshot<DecodedRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DecodedRecord> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
