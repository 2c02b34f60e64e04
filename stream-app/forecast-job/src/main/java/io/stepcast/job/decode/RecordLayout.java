package io.stepcast.job.decode;

import io.stepcast.config.SeriesConfig;
import io.stepcast.job.wire.DeadLetter.Reason;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Where a schema keeps the series' key, the timestamp and the values. One per schema that turns up, as a user's schema evolves. */
abstract sealed class RecordLayout permits ReadingLayout, OwnRecordLayout {

    /** Its square, and sums of such squares, are finite: a series' running scale recovers from any value up to here. */
    private static final double LARGEST = Float.MAX_VALUE;

    /**
     * Finds the configured fields in a schema.
     *
     * @throws UnusableReadingException if one is not there; the message names the fields that are
     */
    static RecordLayout of(Schema schema, SeriesConfig series) throws UnusableReadingException {
        EventTimes times = new EventTimes(series.time());
        return series.format() == SeriesConfig.Format.READING
                ? new ReadingLayout(schema, times)
                : new OwnRecordLayout(schema, series, times);
    }

    abstract @Nullable String series(GenericRecord record) throws UnusableReadingException;

    /** Milliseconds since the epoch, where the record holds its timestamp. */
    abstract long eventTimeMillis(GenericRecord record) throws UnusableReadingException;

    /** One value per feature that the record has; NaN where it is null. */
    abstract double[] values(GenericRecord record) throws UnusableReadingException;

    static Schema.Field field(Schema schema, String name) throws UnusableReadingException {
        Schema.Field field = schema.getField(name);
        if (field == null) {
            List<String> present =
                    schema.getFields().stream().map(Schema.Field::name).collect(Collectors.toList());
            throw new UnusableReadingException(
                    Reason.WRONG_SCHEMA,
                    "a field '" + name + "' is required, and " + schema.getFullName() + " has only " + present);
        }
        return field;
    }

    static double toDouble(String name, @Nullable Object value) throws UnusableReadingException {
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Number number) {
            double converted = number.doubleValue();
            if (Double.isNaN(converted) || Double.isInfinite(converted)) {
                throw new UnusableReadingException(
                        Reason.NOT_FINITE,
                        "the value of '" + name + "' must be finite or null (missing), got " + converted);
            }
            if (Math.abs(converted) > LARGEST) {
                throw new UnusableReadingException(
                        Reason.OUT_OF_RANGE,
                        "the value of '" + name + "' must be within ±" + LARGEST + " or null (missing), got "
                                + converted);
            }
            return converted;
        }
        throw wrongType(name, "a number or null", value);
    }

    static Schema notNull(Schema schema) {
        if (schema.isUnion()) {
            for (Schema branch : schema.getTypes()) {
                if (branch.getType() != Schema.Type.NULL) {
                    return branch;
                }
            }
        }
        return schema;
    }

    static UnusableReadingException wrongType(String name, String required, @Nullable Object value) {
        String came = value == null ? "null" : value.getClass().getSimpleName();
        return new UnusableReadingException(
                Reason.WRONG_SCHEMA, "the field '" + name + "' must be " + required + ", got " + came);
    }
}
