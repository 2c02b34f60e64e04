package io.stepcast.job.wire;

import io.stepcast.forecast.SeriesForecaster;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link SeriesForecaster}, whose state carries its own version. */
public final class SeriesForecasterSerializer extends StateSerializer<SeriesForecaster> {

    static final SeriesForecasterSerializer INSTANCE = new SeriesForecasterSerializer();

    @Override
    public void serialize(SeriesForecaster record, DataOutputView target) throws IOException {
        record.write(target);
    }

    @Override
    public SeriesForecaster deserialize(DataInputView source) throws IOException {
        return SeriesForecaster.read(source);
    }

    @Override
    public TypeSerializerSnapshot<SeriesForecaster> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names this serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesForecaster> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
