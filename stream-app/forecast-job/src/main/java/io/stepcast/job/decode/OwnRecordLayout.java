package io.stepcast.job.decode;

import io.stepcast.config.SeriesConfig;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A record of the user's own, whose key, timestamp and feature fields the configuration names. */
final class OwnRecordLayout extends RecordLayout {

    private final Schema.Field key;
    /** Null where the record does not hold its timestamp. */
    private final Schema.@Nullable Field timestamp;

    private final Schema.Field[] features;
    private final EventTimes times;

    OwnRecordLayout(Schema schema, SeriesConfig series, EventTimes times) throws UnusableReadingException {
        this.times = times;
        key = field(schema, Objects.requireNonNull(series.key(), "series.key"));
        timestamp =
                times.inRecord() ? field(schema, Objects.requireNonNull(series.timestamp(), "series.timestamp")) : null;
        List<String> names = series.features();
        features = new Schema.Field[names.size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = field(schema, names.get(i));
        }
    }

    @Override
    @Nullable
    String series(GenericRecord record) throws UnusableReadingException {
        Object value = record.get(key.pos());
        if (value == null) {
            return null;
        }
        if (value instanceof CharSequence
                || value instanceof Integer
                || value instanceof Long
                || value instanceof GenericEnumSymbol<?>) {
            return value.toString();
        }
        throw wrongType(key.name(), "a string, a whole number or an enum", value);
    }

    @Override
    long eventTimeMillis(GenericRecord record) throws UnusableReadingException {
        Schema.Field field = Objects.requireNonNull(timestamp, "the field of the timestamp");
        return times.in(field, record.get(field.pos()));
    }

    @Override
    double[] values(GenericRecord record) throws UnusableReadingException {
        double[] values = new double[features.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = toDouble(features[i].name(), record.get(features[i].pos()));
        }
        return values;
    }
}
