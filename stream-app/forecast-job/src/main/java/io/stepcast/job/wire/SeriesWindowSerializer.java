package io.stepcast.job.wire;

import io.stepcast.window.SeriesWindow;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link SeriesWindow}, whose state carries its own version. */
public final class SeriesWindowSerializer extends StateSerializer<SeriesWindow> {

    static final SeriesWindowSerializer INSTANCE = new SeriesWindowSerializer();

    @Override
    public void serialize(SeriesWindow record, DataOutputView target) throws IOException {
        record.write(target);
    }

    @Override
    public SeriesWindow deserialize(DataInputView source) throws IOException {
        return SeriesWindow.read(source);
    }

    @Override
    public TypeSerializerSnapshot<SeriesWindow> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesWindow> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
