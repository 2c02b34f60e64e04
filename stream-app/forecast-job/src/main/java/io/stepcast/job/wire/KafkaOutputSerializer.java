package io.stepcast.job.wire;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link KafkaOutput}. */
public final class KafkaOutputSerializer extends WireSerializer<KafkaOutput> {

    static final KafkaOutputSerializer INSTANCE = new KafkaOutputSerializer();

    @Override
    public void serialize(KafkaOutput record, DataOutputView target) throws IOException {
        Fields.writeBytes(target, record.key());
        Fields.writeBytes(target, record.value());
        Headers.write(target, record.headers());
    }

    @Override
    public KafkaOutput deserialize(DataInputView source) throws IOException {
        byte[] key = Fields.readBytes(source);
        byte[] value = Fields.readBytes(source);
        List<Header> headers = Headers.read(source);
        return new KafkaOutput(key, value, headers);
    }

    @Override
    public TypeSerializerSnapshot<KafkaOutput> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<KafkaOutput> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
