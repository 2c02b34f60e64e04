package io.stepcast.job.decode;

import io.stepcast.config.ConfigLoader;
import io.stepcast.config.SeriesConfig;
import io.stepcast.job.wire.DeadLetter.Reason;
import io.stepcast.job.wire.RawRecord;
import io.stepcast.schema.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The main class of a small JVM: decodes mutated payloads as the job does, and prints what became of them. */
final class PayloadStorm {

    private static final long KAFKA_TIME = 1_760_000_000_000L;

    /** Another schema for every way in which a record may hold what the job reads. */
    private static final String[] SCHEMAS = {
        """
        {"type": "record", "name": "Weather", "fields": [
          {"name": "station", "type": "string"},
          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
          {"name": "wind", "type": ["null", "double"]},
          {"name": "load", "type": "float"}]}
        """, """
        {"type": "record", "name": "Text", "fields": [
          {"name": "tags", "type": {"type": "map", "values": {"type": "array", "items": "string"}}},
          {"name": "at", "type": "string"},
          {"name": "station", "type": {"type": "enum", "name": "Site", "symbols": ["A", "B", "C"]}},
          {"name": "wind", "type": "int"},
          {"name": "load", "type": ["long", "null", "string", "bytes"]}]}
        """, """
        {"type": "record", "name": "Nested", "fields": [
          {"name": "station", "type": "long"},
          {"name": "next", "type": ["null", "Nested"]},
          {"name": "nothings", "type": {"type": "array", "items": "null"}},
          {"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-nanos"}]},
          {"name": "wind", "type": "double"},
          {"name": "load", "type": {"type": "array", "items": "double"}}]}
        """,
    };

    private PayloadStorm() {}

    /** @param args number of payloads, seed */
    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[0]);
        Random random = new Random(Long.parseLong(args[1]));
        List<Schema> schemas = new ArrayList<>(List.of(Reading.getClassSchema()));
        for (String text : SCHEMAS) {
            schemas.add(new Schema.Parser().parse(text));
        }
        int usable = 0;
        Map<Reason, Integer> unusable = new EnumMap<>(Reason.class);
        long letterBytes = 0;
        try (SchemasOverHttp registry = new SchemasOverHttp(schemas);
                ReadingDecoder readings = new ReadingDecoder(series("features: [wind, load]"), registry.settings());
                ReadingDecoder own = new ReadingDecoder(
                        series("key: station, timestamp: at, features: [wind, load]"), registry.settings())) {
            Mutations mutations = new Mutations(originals(schemas), random);
            for (int i = 0; i < count; i++) {
                RawRecord record = new RawRecord(
                        "storm", 0, i, random.nextInt(10) == 0 ? -1 : KAFKA_TIME, null, mutations.next(), List.of());
                ReadingDecoder.Decoded decoded = (random.nextBoolean() ? readings : own).decode(record);
                if (decoded instanceof ReadingDecoder.Decoded.Unusable bad) {
                    unusable.merge(bad.letter().reason(), 1, Integer::sum);
                    letterBytes += bad.letter().toOutput().headers().size();
                } else {
                    usable++;
                }
            }
        }
        System.out.println("usable " + usable);
        unusable.forEach((reason, times) -> System.out.println("unusable " + times + " " + reason.label()));
        System.out.println("headers " + letterBytes);
    }

    private static SeriesConfig series(String series) {
        return ConfigLoader.parse("""
                        kafka: {bootstrap.servers: "localhost:9092"}
                        registry: {url: "http://localhost:8081"}
                        topics: {prefix: storm}
                        delivery: {checkpoint-dir: checkpoints}
                        series: {%s}
                        """.formatted(series), "storm.yaml", List.of(), Map.of())
                .series();
    }

    private static List<byte[]> originals(List<Schema> schemas) {
        List<byte[]> originals = new ArrayList<>();
        GenericRecord reading = new GenericData.Record(schemas.get(0));
        reading.put("series", "station-1");
        reading.put("timestamp", KAFKA_TIME);
        reading.put("values", List.of(1.5, -20.25));
        originals.add(encoded(1, reading));

        GenericRecord weather = new GenericData.Record(schemas.get(1));
        weather.put("station", "Oslo");
        weather.put("at", KAFKA_TIME * 1000);
        weather.put("wind", 3.25);
        weather.put("load", 7f);
        originals.add(encoded(2, weather));

        GenericRecord text = new GenericData.Record(schemas.get(2));
        text.put("tags", Map.of("a", List.of("b", "c")));
        text.put("at", Instant.ofEpochMilli(KAFKA_TIME).toString());
        text.put(
                "station",
                new GenericData.EnumSymbol(schemas.get(2).getField("station").schema(), "B"));
        text.put("wind", 3);
        text.put("load", 12L);
        originals.add(encoded(3, text));

        GenericRecord inner = nested(schemas.get(3), null);
        originals.add(encoded(4, nested(schemas.get(3), inner)));
        return originals;
    }

    private static GenericRecord nested(Schema schema, @Nullable GenericRecord next) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("station", 17L);
        record.put("next", next);
        record.put("nothings", List.of());
        record.put("at", KAFKA_TIME * 1_000_000);
        record.put("wind", 1.0);
        record.put("load", List.of(2.0));
        return record;
    }

    private static byte[] encoded(int id, GenericRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
