package io.stepcast.job.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stepcast.config.EventTimeConfig;
import io.stepcast.config.SeriesConfig;
import io.stepcast.job.wire.DeadLetter.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

final class RecordLayoutTest {

    private static final Schema NULLABLE_DOUBLE =
            SchemaBuilder.unionOf().nullType().and().doubleType().endUnion();

    @Test
    void readsStepcastsOwnReading() throws Exception {
        GenericRecord record = new GenericData.Record(io.stepcast.schema.Reading.getClassSchema());
        record.put("series", "Oslo");
        record.put("timestamp", 1_000L);
        record.put("values", Arrays.asList(1.5, null, -3.0));
        RecordLayout layout = RecordLayout.of(record.getSchema(), readings("a", "b", "c"));

        assertThat(layout.series(record)).isEqualTo("Oslo");
        assertThat(layout.eventTimeMillis(record)).isEqualTo(1_000);
        assertThat(layout.values(record)).containsExactly(1.5, Double.NaN, -3.0);
    }

    @Test
    void readsAUsersRecordByTheNamesOfItsFields() throws Exception {
        Schema schema = weather(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)));
        GenericRecord record = new GenericData.Record(schema);
        record.put("station", 17);
        record.put("at", 1_234_567L);
        record.put("temperature", null);
        record.put("wind", 3.5f);
        RecordLayout layout = RecordLayout.of(schema, own("wind", "temperature"));

        assertThat(layout.series(record)).isEqualTo("17");
        assertThat(layout.eventTimeMillis(record)).isEqualTo(1_234);
        assertThat(layout.values(record)).containsExactly(3.5, Double.NaN);
    }

    @Test
    void readsTimestampsGivenAsText() throws Exception {
        Schema schema = weather(Schema.create(Schema.Type.STRING));
        GenericRecord record = new GenericData.Record(schema);
        record.put("at", "2024-02-29T12:00:00Z");

        assertThat(RecordLayout.of(schema, own("wind")).eventTimeMillis(record)).isEqualTo(1_709_208_000_000L);

        record.put("at", "yesterday");
        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.of(schema, own("wind")).eventTimeMillis(record))
                .withMessage("the timestamp field 'at' must be ISO-8601 like 2026-01-31T12:00:00Z, got 'yesterday'")
                .matches(e -> e.reason() == Reason.BAD_TIMESTAMP);
    }

    @Test
    void refusesATimestampBeyondWhatMillisecondsCanHold() {
        Schema schema = weather(Schema.create(Schema.Type.STRING));
        GenericRecord record = new GenericData.Record(schema);
        record.put("at", "+300000000-01-01T00:00:00Z");

        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.of(schema, own("wind")).eventTimeMillis(record))
                .matches(e -> e.reason() == Reason.BAD_TIMESTAMP);
    }

    @Test
    void refusesAKeyThatIsNoName() {
        Schema schema = SchemaBuilder.record("Weather")
                .fields()
                .requiredBytes("station")
                .requiredLong("at")
                .requiredFloat("wind")
                .endRecord();
        GenericRecord record = new GenericData.Record(schema);
        record.put("station", ByteBuffer.wrap(new byte[] {1, 2}));

        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.of(schema, own("wind")).series(record))
                .withMessageStartingWith("the field 'station' must be a string, a whole number or an enum, got ");
    }

    @Test
    void namesTheFieldsThatAreThereWhenOneIsMissing() {
        Schema schema = weather(Schema.create(Schema.Type.LONG));

        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.of(schema, own("wind", "rain")))
                .withMessage(
                        "a field 'rain' is required, and org.example.Weather has only [station, at, temperature, wind]");
    }

    @Test
    void refusesNaNAndInfinityAndText() {
        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.toDouble("wind", Double.NaN))
                .withMessage("the value of 'wind' must be finite or null (missing), got NaN")
                .matches(e -> e.reason() == Reason.NOT_FINITE);
        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.toDouble("wind", Float.NEGATIVE_INFINITY))
                .matches(e -> e.reason() == Reason.NOT_FINITE);
        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.toDouble("wind", "3.5"))
                .withMessage("the field 'wind' must be a number or null, got String")
                .matches(e -> e.reason() == Reason.WRONG_SCHEMA);
    }

    @Test
    void refusesWhatNoScaleRecoversFrom() throws Exception {
        assertThat(RecordLayout.toDouble("wind", (double) -Float.MAX_VALUE)).isEqualTo(-Float.MAX_VALUE);
        assertThatExceptionOfType(UnusableReadingException.class)
                .isThrownBy(() -> RecordLayout.toDouble("wind", -1e39))
                .withMessage("the value of 'wind' must be within ±3.4028234663852886E38 or null (missing), got -1.0E39")
                .matches(e -> e.reason() == Reason.OUT_OF_RANGE);
    }

    private static Schema weather(Schema timestamp) {
        return SchemaBuilder.record("Weather")
                .namespace("org.example")
                .fields()
                .requiredInt("station")
                .name("at")
                .type(timestamp)
                .noDefault()
                .name("temperature")
                .type(NULLABLE_DOUBLE)
                .withDefault(null)
                .requiredFloat("wind")
                .endRecord();
    }

    private static SeriesConfig readings(String... features) {
        return new SeriesConfig(
                SeriesConfig.Format.READING,
                null,
                null,
                List.of(features),
                null,
                null,
                3,
                null,
                ZoneOffset.UTC,
                SeriesConfig.Scaling.RUNNING,
                Duration.ofHours(1),
                EventTimeConfig.DEFAULTS);
    }

    private static SeriesConfig own(String... features) {
        return new SeriesConfig(
                SeriesConfig.Format.OWN_RECORD,
                "station",
                "at",
                List.of(features),
                null,
                null,
                3,
                null,
                ZoneOffset.UTC,
                SeriesConfig.Scaling.RUNNING,
                Duration.ofHours(1),
                EventTimeConfig.DEFAULTS);
    }
}
