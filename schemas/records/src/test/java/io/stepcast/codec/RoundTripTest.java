package io.stepcast.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.schema.Reading;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    private final FakeRegistry registry = new FakeRegistry();

    static Stream<SpecificRecordBase> records() {
        return Samples.all().stream();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordComesBackEqual(SpecificRecordBase record) throws Exception {
        roundTrip(record, record.getClass().asSubclass(SpecificRecordBase.class));
    }

    @SuppressWarnings("unchecked") // the class is the record's own
    private <T extends SpecificRecordBase> void roundTrip(SpecificRecordBase record, Class<T> type) throws Exception {
        try (AvroEncoder<T> encoder = AvroEncoder.forTopic(registry.settings(), "demo", type);
                AvroDecoder<T> decoder = AvroDecoder.specific(Registry.over(registry.settings(), Waiting.REAL), type)) {
            byte[] payload = encoder.encode((T) record);
            assertThat(decoder.decode(payload)).isEqualTo(record);
            assertThat(encoder.encode((T) record)).isEqualTo(payload);
        }
    }

    @Test
    void payloadIsZeroThenTheIdBigEndianThenAvroBinary() {
        for (int filler = 1; filler < 258; filler++) {
            registry.add("AVRO", "\"string\"");
        }
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(registry.settings(), "demo", Reading.class)) {
            assertThat(encoder.encode(new Reading("a", Instant.ofEpochMilli(1), List.of())))
                    .containsExactly(0, 0, 0, 1, 2, 2, 'a', 2, 0);
        }
    }

    @Test
    void genericRecordsHoldPlainStringsAndRawTimestamps() throws Exception {
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(registry.settings(), "demo", Reading.class);
                AvroDecoder<GenericRecord> decoder = AvroDecoder.generic(registry.settings())) {
            GenericRecord record = decoder.decode(encoder.encode(Samples.reading()));
            assertThat(record.get("series")).isEqualTo("Zürich 🌦");
            assertThat(record.get("timestamp"))
                    .isEqualTo(Samples.reading().getTimestamp().toEpochMilli());
            assertThat(record.get("values")).isEqualTo(Arrays.asList(21.5, null, -0.0));
        }
    }

    @Test
    void genericStringsAndKeysArePlainWhereverTheyAreAndWhateverTheSchemaAsksFor() throws Exception {
        var schema = Samples.parse("""
                {'type':'record','name':'Any','fields':[
                  {'name':'asked','type':{'type':'string','avro.java.string':'Utf8'}},
                  {'name':'maybe','type':['null','string']},
                  {'name':'list','type':{'type':'array','items':'string'}},
                  {'name':'map','type':{'type':'map','values':'string'}},
                  {'name':'self','type':['null','Any']}]}""");
        var record = new GenericRecordBuilder(schema)
                .set("asked", "a")
                .set("maybe", "b")
                .set("list", List.of("c"))
                .set("map", Map.of("k", "v"))
                .set("self", null)
                .build();
        try (AvroDecoder<GenericRecord> decoder = AvroDecoder.generic(registry.settings())) {
            GenericRecord read = decoder.decode(Samples.payload(registry.add(schema), Samples.binary(record)));
            assertThat(read.get("asked")).isEqualTo("a");
            assertThat(read.get("maybe")).isEqualTo("b");
            assertThat(read.get("list")).isEqualTo(List.of("c"));
            assertThat(read.get("map")).isEqualTo(Map.of("k", "v"));
            assertThat(read.toString()).doesNotContain(Utf8.class.getName());
        }
    }

    @Test
    void encoderGoesOnAfterARecordThatDoesNotFit() throws Exception {
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(registry.settings(), "demo", Reading.class);
                AvroDecoder<Reading> decoder = AvroDecoder.specific(registry.settings(), Reading.class)) {
            Reading unfit = new Reading();
            unfit.setSeries("half a record");
            assertThatThrownBy(() -> encoder.encode(unfit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a record that fits the schema io.stepcast.schema.Reading is required");
            assertThat(decoder.decode(encoder.encode(Samples.reading()))).isEqualTo(Samples.reading());
        }
    }
}
