package io.stepcast.job.decode;

import io.stepcast.config.EventTimeConfig;
import io.stepcast.config.EventTimeConfig.TimestampFormat;
import io.stepcast.config.EventTimeConfig.TimestampSource;
import io.stepcast.job.wire.DeadLetter.Reason;
import io.stepcast.job.wire.Header;
import io.stepcast.job.wire.RawRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the moment of a reading from where the configuration says it is, as milliseconds since the epoch. */
final class EventTimes {

    private static final long EARLIEST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    /** Short, so that no text makes a number of unreasonable size. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,19}(\\.\\d{1,9})?");

    /** What any moment too far away is taken for. */
    private static final BigDecimal BEYOND = BigDecimal.valueOf(Long.MAX_VALUE - 1);

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");

    private final EventTimeConfig config;

    EventTimes(EventTimeConfig config) {
        this.config = config;
    }

    /** Whether the moment is in the record itself, rather than beside it. */
    boolean inRecord() {
        return config.source() == TimestampSource.RECORD;
    }

    /** The moment of a record that does not hold it itself. */
    long beside(RawRecord record) throws UnusableReadingException {
        if (config.source() == TimestampSource.KAFKA) {
            if (record.timestamp() < 0) {
                throw bad("the record must have a Kafka timestamp, got none");
            }
            return inRange("the Kafka timestamp", record.timestamp());
        }
        String name = Objects.requireNonNull(config.header(), "the header's name");
        byte[] value = newest(name, record.headers());
        String what = "the header '" + name + "'";
        if (value == null) {
            throw bad(what + " must hold the timestamp, got a record without it");
        }
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (PRINTABLE.matcher(text).matches()) {
            // What stands in a header has no type: there, digits are a number.
            boolean digits = config.format() == TimestampFormat.AUTO
                    && DECIMAL.matcher(text).matches();
            return text(what, text.strip(), digits ? TimestampFormat.MILLIS : config.format());
        }
        if (value.length == Long.BYTES) {
            return number(what, ByteBuffer.wrap(value).getLong(), config.format());
        }
        throw bad(what + " must be text in ASCII or 8 bytes of a long, got " + value.length + " bytes of neither");
    }

    /** The value of the last header of a name, as Kafka's own clients look it up. */
    private static byte @Nullable [] newest(String name, List<Header> headers) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(name)) {
                return headers.get(i).value();
            }
        }
        return null;
    }

    /** The moment that a field of the record holds. */
    long in(Schema.Field field, @Nullable Object value) throws UnusableReadingException {
        String what = "the timestamp field '" + field.name() + "'";
        TimestampFormat format = config.format();
        if (value instanceof CharSequence text) {
            return text(what, text.toString(), format);
        }
        if (value instanceof Long number) {
            return number(what, number, format == TimestampFormat.AUTO ? byLogicalType(field.schema()) : format);
        }
        if (format == TimestampFormat.AUTO) {
            // An int or a double mostly counts seconds, but nothing says so.
            throw RecordLayout.wrongType(
                    field.name(), "a long or an ISO-8601 string where series.timestamp-format is auto", value);
        }
        if (value instanceof Integer number) {
            return number(what, number, format);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw bad(what + " must be finite, got " + number);
            }
            return decimal(what, BigDecimal.valueOf(number), format);
        }
        throw RecordLayout.wrongType(field.name(), "a number or a string", value);
    }

    private static long text(String what, String text, TimestampFormat format) throws UnusableReadingException {
        if (format == TimestampFormat.AUTO || format == TimestampFormat.ISO_8601) {
            try {
                return inRange(what, Instant.parse(text).toEpochMilli());
            } catch (DateTimeException | ArithmeticException e) {
                throw bad(what + " must be ISO-8601 like 2026-01-31T12:00:00Z, got '" + text + "'");
            }
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw bad(what + " must be a number of " + unit(format) + " since 1970, got '" + text + "'");
        }
        return decimal(what, new BigDecimal(text), format);
    }

    private static long number(String what, long number, TimestampFormat format) throws UnusableReadingException {
        return switch (format) {
            case AUTO, MILLIS -> inRange(what, number);
            case MICROS -> inRange(what, Math.floorDiv(number, MICROS_PER_MILLI));
            case NANOS -> inRange(what, Math.floorDiv(number, NANOS_PER_MILLI));
            case SECONDS, ISO_8601 -> decimal(what, BigDecimal.valueOf(number), format);
        };
    }

    /** Rounded down to whole milliseconds. */
    private static long decimal(String what, BigDecimal number, TimestampFormat format)
            throws UnusableReadingException {
        BigDecimal millis = switch (format) {
            case SECONDS -> number.movePointRight(3);
            case AUTO, MILLIS -> number;
            case MICROS -> number.movePointLeft(3);
            case NANOS -> number.movePointLeft(6);
            case ISO_8601 ->
                throw bad(
                        what + " must be ISO-8601 like 2026-01-31T12:00:00Z, got the number " + number.toBigInteger());
        };
        BigDecimal bounded = millis.min(BEYOND).max(BEYOND.negate());
        return inRange(what, bounded.setScale(0, RoundingMode.FLOOR).longValueExact());
    }

    private static long inRange(String what, long millis) throws UnusableReadingException {
        if (millis < EARLIEST || millis > LATEST) {
            throw bad(what + " must be a moment of the years 0 to 9999, got " + millis
                    + " ms since 1970: is series.timestamp-format right?");
        }
        return millis;
    }

    private static TimestampFormat byLogicalType(Schema schema) {
        LogicalType type = RecordLayout.notNull(schema).getLogicalType();
        if (type instanceof LogicalTypes.TimestampMicros || type instanceof LogicalTypes.LocalTimestampMicros) {
            return TimestampFormat.MICROS;
        }
        if (type instanceof LogicalTypes.TimestampNanos || type instanceof LogicalTypes.LocalTimestampNanos) {
            return TimestampFormat.NANOS;
        }
        return TimestampFormat.MILLIS;
    }

    private static String unit(TimestampFormat format) {
        return switch (format) {
            case SECONDS -> "seconds";
            case MICROS -> "microseconds";
            case NANOS -> "nanoseconds";
            case AUTO, MILLIS, ISO_8601 -> "milliseconds";
        };
    }

    private static UnusableReadingException bad(String sentence) {
        return new UnusableReadingException(Reason.BAD_TIMESTAMP, sentence);
    }
}
