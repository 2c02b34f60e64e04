package io.stepcast.job.wire;

import io.stepcast.window.Reading;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link SourceReading}. */
public final class SourceReadingSerializer extends WireSerializer<SourceReading> {

    static final SourceReadingSerializer INSTANCE = new SourceReadingSerializer();

    @Override
    public void serialize(SourceReading record, DataOutputView target) throws IOException {
        Reading reading = record.reading();
        Fields.writeString(target, reading.series());
        target.writeLong(reading.eventTimeMillis());
        Fields.writeDoubles(target, reading.values());
        RawRecordSerializer.INSTANCE.serialize(record.source(), target);
    }

    @Override
    public SourceReading deserialize(DataInputView source) throws IOException {
        Reading reading = new Reading(Fields.readString(source), source.readLong(), Fields.readDoubles(source));
        return new SourceReading(reading, RawRecordSerializer.INSTANCE.deserialize(source));
    }

    @Override
    public TypeSerializerSnapshot<SourceReading> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourceReading> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
