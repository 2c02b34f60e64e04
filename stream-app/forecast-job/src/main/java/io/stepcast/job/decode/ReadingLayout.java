package io.stepcast.job.decode;

import io.stepcast.job.wire.DeadLetter.Reason;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Stepcast's own {@code Reading}: all values in one array, in the configured order. */
final class ReadingLayout extends RecordLayout {

    private final Schema.Field series;
    private final Schema.Field timestamp;
    private final Schema.Field values;

    private final EventTimes times;

    ReadingLayout(Schema schema, EventTimes times) throws UnusableReadingException {
        this.times = times;
        series = field(schema, "series");
        timestamp = field(schema, "timestamp");
        values = field(schema, "values");
    }

    @Override
    @Nullable
    String series(GenericRecord record) {
        Object key = record.get(series.pos());
        return key == null ? null : key.toString();
    }

    @Override
    long eventTimeMillis(GenericRecord record) throws UnusableReadingException {
        return times.in(timestamp, record.get(timestamp.pos()));
    }

    @Override
    double[] values(GenericRecord record) throws UnusableReadingException {
        if (!(record.get(values.pos()) instanceof List<?> list)) {
            throw new UnusableReadingException(Reason.WRONG_SCHEMA, "the field 'values' must be an array");
        }
        double[] converted = new double[list.size()];
        for (int i = 0; i < converted.length; i++) {
            converted[i] = toDouble("values[" + i + "]", list.get(i));
        }
        return converted;
    }
}
