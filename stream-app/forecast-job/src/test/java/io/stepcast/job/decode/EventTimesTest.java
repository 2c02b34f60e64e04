package io.stepcast.job.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stepcast.config.EventTimeConfig;
import io.stepcast.config.EventTimeConfig.TimestampFormat;
import io.stepcast.config.EventTimeConfig.TimestampSource;
import io.stepcast.job.wire.DeadLetter.Reason;
import io.stepcast.job.wire.Header;
import io.stepcast.job.wire.RawRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class EventTimesTest {

    /** 2026-01-31T12:00:00.250Z. */
    private static final long MOMENT = 1_769_860_800_250L;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "SECONDS, 1769860800, 1769860800000",
        "MILLIS, 1769860800250, 1769860800250",
        "MICROS, 1769860800250999, 1769860800250",
        "NANOS, 1769860800250999999, 1769860800250",
        "AUTO, 1769860800250, 1769860800250"
    })
    void aLongCountsTheUnitsOfTheFormat(TimestampFormat format, long value, long millis) throws Exception {
        assertThat(inRecord(format).in(field(Schema.create(Schema.Type.LONG)), value))
                .isEqualTo(millis);
        assertThat(inHeader(format).beside(header(Long.toString(value))))
                .as("as text in a header")
                .isEqualTo(millis);
        assertThat(inHeader(format)
                        .beside(header(ByteBuffer.allocate(8).putLong(value).array())))
                .as("as 8 bytes in a header")
                .isEqualTo(millis);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = TimestampFormat.class,
            names = {"AUTO", "ISO_8601"})
    void aTextIsIso8601(TimestampFormat format) throws Exception {
        Schema.Field field = field(Schema.create(Schema.Type.STRING));

        assertThat(inRecord(format).in(field, "2026-01-31T12:00:00.250Z")).isEqualTo(MOMENT);
        assertThat(inRecord(format).in(field, "2026-01-31T13:00:00.250+01:00")).isEqualTo(MOMENT);
        assertThat(inHeader(format).beside(header(" 2026-01-31T12:00:00.250Z"))).isEqualTo(MOMENT);
    }

    @Test
    void secondsMayHaveAFraction() throws Exception {
        EventTimes seconds = inRecord(TimestampFormat.SECONDS);

        assertThat(seconds.in(field(Schema.create(Schema.Type.DOUBLE)), 1_769_860_800.25))
                .isEqualTo(MOMENT);
        assertThat(seconds.in(field(Schema.create(Schema.Type.DOUBLE)), 1_769_860_800.123))
                .isEqualTo(MOMENT - 127);
        assertThat(seconds.in(field(Schema.create(Schema.Type.STRING)), "1769860800.2509"))
                .isEqualTo(MOMENT);
        assertThat(seconds.in(field(Schema.create(Schema.Type.INT)), 1_769_860_800))
                .isEqualTo(MOMENT - 250);
        assertThat(seconds.in(field(Schema.create(Schema.Type.DOUBLE)), -0.5))
                .as("in 1969")
                .isEqualTo(-500);
        assertThat(inHeader(TimestampFormat.SECONDS).beside(header("1769860800.25")))
                .isEqualTo(MOMENT);
    }

    @Test
    void theFormatCountsMoreThanTheLogicalType() throws Exception {
        Schema.Field field = field(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)));

        assertThat(inRecord(TimestampFormat.SECONDS).in(field, 1_769_860_800L)).isEqualTo(MOMENT - 250);
    }

    @Test
    void autoGoesByTheLogicalTypeAndGuessesNothing() throws Exception {
        Schema micros = LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
        EventTimes auto = inRecord(TimestampFormat.AUTO);

        assertThat(auto.in(field(micros), 1_769_860_800_250_000L)).isEqualTo(MOMENT);
        assertBad(
                Reason.WRONG_SCHEMA,
                "the field 'at' must be a long or an ISO-8601 string where series.timestamp-format is auto, got Double",
                () -> auto.in(field(Schema.create(Schema.Type.DOUBLE)), 1.5));
        assertBad(
                Reason.BAD_TIMESTAMP,
                "the timestamp field 'at' must be ISO-8601 like 2026-01-31T12:00:00Z, got '1769860800'",
                () -> auto.in(field(Schema.create(Schema.Type.STRING)), "1769860800"));
    }

    @Test
    void theKafkaTimestampIsTakenAsItIs() throws Exception {
        EventTimes kafka = new EventTimes(config(TimestampSource.KAFKA, TimestampFormat.AUTO));

        assertThat(kafka.beside(record(MOMENT))).isEqualTo(MOMENT);
        assertBad(
                Reason.BAD_TIMESTAMP,
                "the record must have a Kafka timestamp, got none",
                () -> kafka.beside(record(-1)));
    }

    @Test
    void theLastHeaderOfItsNameCounts() throws Exception {
        RawRecord record = record(0, new Header("taken", bytes("1")), new Header("taken", bytes("2")), other());

        assertThat(inHeader(TimestampFormat.MILLIS).beside(record)).isEqualTo(2);
    }

    @Test
    void aHeaderThatHoldsNoTimestampIsToldWithWhatCame() {
        EventTimes millis = inHeader(TimestampFormat.MILLIS);

        assertBad(
                Reason.BAD_TIMESTAMP,
                "the header 'taken' must hold the timestamp, got a record without it",
                () -> millis.beside(record(0, other())));
        assertBad(
                Reason.BAD_TIMESTAMP,
                "the header 'taken' must be text in ASCII or 8 bytes of a long, got 3 bytes of neither",
                () -> millis.beside(header(new byte[] {0, 1, 2})));
        assertBad(
                Reason.BAD_TIMESTAMP,
                "the header 'taken' must be a number of milliseconds since 1970, got 'noon'",
                () -> millis.beside(header("noon")));
        assertBad(
                Reason.BAD_TIMESTAMP,
                "the header 'taken' must be ISO-8601 like 2026-01-31T12:00:00Z, got the number 7",
                () -> inHeader(TimestampFormat.ISO_8601).beside(header(new byte[] {0, 0, 0, 0, 0, 0, 0, 7})));
    }

    @Test
    void momentsBeyondAllCalendarsAreToldWithAHint() {
        Schema.Field field = field(Schema.create(Schema.Type.LONG));

        assertBad(
                Reason.BAD_TIMESTAMP,
                "the timestamp field 'at' must be a moment of the years 0 to 9999, got 1769860800250000 ms since 1970:"
                        + " is series.timestamp-format right?",
                () -> inRecord(TimestampFormat.AUTO).in(field, MOMENT * 1000));
        for (long extreme : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertBad(
                    Reason.BAD_TIMESTAMP,
                    null,
                    () -> inRecord(TimestampFormat.SECONDS).in(field, extreme));
            assertBad(
                    Reason.BAD_TIMESTAMP,
                    null,
                    () -> inRecord(TimestampFormat.MILLIS).in(field, extreme));
        }
        assertBad(
                Reason.BAD_TIMESTAMP,
                null,
                () -> inRecord(TimestampFormat.SECONDS).in(field(Schema.create(Schema.Type.DOUBLE)), 1e300));
        assertBad(
                Reason.BAD_TIMESTAMP,
                null,
                () -> inRecord(TimestampFormat.SECONDS).in(field(Schema.create(Schema.Type.DOUBLE)), Double.NaN));
        assertBad(
                Reason.BAD_TIMESTAMP,
                null,
                () -> inHeader(TimestampFormat.SECONDS).beside(header("9".repeat(40))));
    }

    private static void assertBad(
            Reason reason, @Nullable String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(reading)
                .matches(e -> e.reason() == reason)
                .satisfies(e -> {
                    if (message != null) {
                        assertThat(e).hasMessage(message);
                    }
                });
    }

    private static EventTimes inRecord(TimestampFormat format) {
        return new EventTimes(config(TimestampSource.RECORD, format));
    }

    private static EventTimes inHeader(TimestampFormat format) {
        return new EventTimes(config(TimestampSource.HEADER, format));
    }

    private static EventTimeConfig config(TimestampSource source, TimestampFormat format) {
        EventTimeConfig defaults = EventTimeConfig.DEFAULTS;
        return new EventTimeConfig(
                source,
                source == TimestampSource.HEADER ? "taken" : null,
                format,
                defaults.maxLateness(),
                defaults.corrections(),
                defaults.maxWaiting(),
                defaults.idleAfter(),
                defaults.whenIdle(),
                defaults.ttl());
    }

    private static Schema.Field field(Schema type) {
        return SchemaBuilder.record("R")
                .fields()
                .name("at")
                .type(type)
                .noDefault()
                .endRecord()
                .getField("at");
    }

    private static RawRecord header(String text) {
        return header(bytes(text));
    }

    private static RawRecord header(byte[] value) {
        return record(0, other(), new Header("taken", value));
    }

    private static Header other() {
        return new Header("other", bytes("x"));
    }

    private static RawRecord record(long timestamp, Header... headers) {
        return new RawRecord("readings", 0, 0, timestamp, null, null, List.of(headers));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
