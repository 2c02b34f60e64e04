package io.stepcast.codec;

import static io.stepcast.codec.Samples.binary;
import static io.stepcast.codec.Samples.parse;
import static io.stepcast.codec.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.schema.Alert;
import io.stepcast.schema.AlertState;
import io.stepcast.schema.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvolutionTest {

    private static final Schema STATION_V1 = parse("""
            {'type':'record','name':'Station','namespace':'com.example','fields':[
              {'name':'station','type':'string'},
              {'name':'observedAt','type':{'type':'long','logicalType':'timestamp-millis'}},
              {'name':'wind','type':['null','double'],'default':null}]}""");
    private static final Schema STATION_V2 = parse("""
            {'type':'record','name':'Station','namespace':'com.example','fields':[
              {'name':'station','type':'string'},
              {'name':'gusts','type':'double','default':0.0},
              {'name':'observedAt','type':{'type':'long','logicalType':'timestamp-millis'}},
              {'name':'wind','type':['null','double'],'default':null}]}""");

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aUsersRecordThatGainsAFieldMidStreamIsReadOn() throws Exception {
        int v1 = registry.add(STATION_V1);
        int v2 = registry.add(STATION_V2);
        GenericRecord before = station(STATION_V1).build();
        GenericRecord after = station(STATION_V2).set("gusts", 9.5).build();
        try (AvroDecoder<GenericRecord> decoder = AvroDecoder.generic(registry.settings())) {
            for (int i = 0; i < 3; i++) {
                GenericRecord old = decoder.decode(payload(v1, binary(before)));
                assertThat(old.get("wind")).isEqualTo(4.5);
                assertThat(old.hasField("gusts")).isFalse();
                GenericRecord young = decoder.decode(payload(v2, binary(after)));
                assertThat(young.get("wind")).isEqualTo(4.5);
                assertThat(young.get("observedAt")).isEqualTo(1000L);
                assertThat(young.get("gusts")).isEqualTo(9.5);
            }
        }
        assertThat(registry.requests()).containsExactly("GET /schemas/ids/1", "GET /schemas/ids/2");
    }

    @Test
    void aGeneratedClassReadsANewerWriterAndLeavesOutWhatItDoesNotKnow() throws Exception {
        Schema newer = parse("""
                {'type':'record','name':'Reading','namespace':'io.stepcast.schema','fields':[
                  {'name':'quality','type':{'type':'map','values':'int'},'default':{}},
                  {'name':'series','type':'string'},
                  {'name':'timestamp','type':{'type':'long','logicalType':'timestamp-millis'}},
                  {'name':'values','type':{'type':'array','items':['null','double']}},
                  {'name':'site','type':'string','default':''}]}""");
        GenericRecord written = new GenericRecordBuilder(newer)
                .set("quality", Map.of("wind", 1))
                .set("series", "a")
                .set("timestamp", 1000L)
                .set("values", List.of(1.5))
                .set("site", "north")
                .build();
        try (AvroDecoder<Reading> decoder = AvroDecoder.specific(registry.settings(), Reading.class)) {
            assertThat(decoder.decode(payload(registry.add(newer), binary(written))))
                    .isEqualTo(new Reading("a", Instant.ofEpochSecond(1), List.of(1.5)));
        }
    }

    @Test
    void aGeneratedClassReadsAnOlderWriterAndFillsInDefaults() throws Exception {
        Schema older = parse("""
                {'type':'record','name':'Alert','namespace':'io.stepcast.schema','fields':[
                  {'name':'fingerprint','type':'string'},{'name':'series','type':'string'},
                  {'name':'rule','type':'string'},{'name':'severity','type':'string'},
                  {'name':'state','type':{'type':'enum','name':'AlertState','symbols':['PENDING','FIRING','RESOLVED','SILENCED']}},
                  {'name':'startedAt','type':'long'},
                  {'name':'score','type':'float'}]}""");
        GenericRecord written = new GenericRecordBuilder(older)
                .set("fingerprint", "f")
                .set("series", "a")
                .set("rule", "r")
                .set("severity", "warning")
                .set("state", new GenericData.EnumSymbol(older.getField("state").schema(), "SILENCED"))
                .set("startedAt", 1000L)
                .set("score", 0.5f)
                .build();
        try (AvroDecoder<Alert> decoder = AvroDecoder.specific(registry.settings(), Alert.class)) {
            Alert read = decoder.decode(payload(registry.add(older), binary(written)));
            assertThat(read.getState()).isEqualTo(AlertState.PENDING);
            assertThat(read.getScore()).isEqualTo(0.5);
            assertThat(read.getLabels()).isEmpty();
            assertThat(read.getFeature()).isNull();
            assertThat(read.getStartedAt()).isEqualTo(Instant.ofEpochSecond(1));
        }
    }

    private static GenericRecordBuilder station(Schema schema) {
        return new GenericRecordBuilder(schema)
                .set("station", "seattle")
                .set("observedAt", 1000L)
                .set("wind", 4.5);
    }
}
