package io.stepcast.job.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link RoutedWindow}. */
public final class RoutedWindowSerializer extends WireSerializer<RoutedWindow> {

    static final RoutedWindowSerializer INSTANCE = new RoutedWindowSerializer();

    @Override
    public void serialize(RoutedWindow record, DataOutputView target) throws IOException {
        Fields.writeString(target, record.key());
        ArrivedWindowSerializer.INSTANCE.serialize(record.window(), target);
    }

    @Override
    public RoutedWindow deserialize(DataInputView source) throws IOException {
        String key = Fields.readString(source);
        return new RoutedWindow(key, ArrivedWindowSerializer.INSTANCE.deserialize(source));
    }

    @Override
    public TypeSerializerSnapshot<RoutedWindow> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RoutedWindow> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
