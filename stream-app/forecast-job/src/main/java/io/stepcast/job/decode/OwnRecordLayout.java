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
    private final Schema.Field timestamp;
    private final Schema.Field[] features;

    OwnRecordLayout(Schema schema, SeriesConfig series) throws UnusableReadingException {
        key = field(schema, Objects.requireNonNull(series.key(), "series.key"));
        timestamp = field(schema, Objects.requireNonNull(series.timestamp(), "series.timestamp"));
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
        return toMillis(timestamp, record.get(timestamp.pos()));
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
