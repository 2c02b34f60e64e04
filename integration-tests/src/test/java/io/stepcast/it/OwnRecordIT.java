package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.LocalJob;
import io.stepcast.schema.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record of the user's own, named by its fields, is read; and read on when its schema gains a field mid-stream. */
final class OwnRecordIT {

    private static final String FIRST_VERSION = """
            {"type": "record", "name": "Weather", "namespace": "org.example", "fields": [
              {"name": "station", "type": "string"},
              {"name": "observedAt", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "wind", "type": "int"},
              {"name": "temperature", "type": ["null", "float"], "default": null}]}
            """;

    private static final String SECOND_VERSION = """
            {"type": "record", "name": "Weather", "namespace": "org.example", "fields": [
              {"name": "sky", "type": "string", "default": "unknown"},
              {"name": "station", "type": "string"},
              {"name": "observedAt", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "wind", "type": "int"},
              {"name": "temperature", "type": ["null", "float"], "default": null}]}
            """;

    @TempDir
    Path folder;

    @Test
    void aSchemaThatGainsAFieldMidStreamIsReadOn() throws Exception {
        try (House house = House.open(folder)) {
            StepcastConfig config = house.config(
                    "own", "series.key=station", "series.timestamp=observedAt", "series.features=temperature,wind");
            try (LocalJob job = LocalJob.start(config, LocalJob.NO_WEB_UI, false)) {
                send(house, config.topics().readings(), FIRST_VERSION, 0, 20);
                awaitPredictions(house, config, 19);
                send(house, config.topics().readings(), SECOND_VERSION, 20, 40);
                awaitPredictions(house, config, 39);
                assertThat(job.status().state()).isEqualTo("RUNNING");
            }
            List<Prediction> predictions = house.committed(config.topics().predictions(), Prediction.class);
            assertThat(predictions).allSatisfy(prediction -> {
                assertThat(prediction.getSeries()).isEqualTo("Oslo");
                assertThat(prediction.getFeatures())
                        .extracting(feature -> feature.getName())
                        .containsExactly("temperature", "wind");
            });
            assertThat(predictions.get(38).getIssuedAt()).isEqualTo(House.FIRST.plus(House.STEP.multipliedBy(39)));
            assertThat(house.count(config.topics().deadLetter())).isZero();
        }
    }

    private static void awaitPredictions(House house, StepcastConfig config, int count) throws InterruptedException {
        House.await(
                count + " predictions",
                Duration.ofMinutes(1),
                () -> house.count(config.topics().predictions()) >= count);
    }

    private static void send(House house, String topic, String json, int from, int to) throws Exception {
        Schema schema = new Schema.Parser().parse(json);
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(house.registryUrl(), 10)) {
            int id = client.register(topic + "-value", new AvroSchema(schema));
            for (int step = from; step < to; step++) {
                GenericRecord weather = new GenericData.Record(schema);
                weather.put("station", "Oslo");
                weather.put(
                        "observedAt",
                        House.FIRST.plus(House.STEP.multipliedBy(step)).toEpochMilli() * 1000);
                weather.put("wind", step % 7);
                weather.put("temperature", step % 5 == 4 ? null : (float) (10 + step % 3));
                if (schema.getField("sky") != null) {
                    weather.put("sky", "clear");
                }
                house.send(topic, "Oslo", framed(id, schema, weather));
            }
        }
        house.flush();
    }

    private static byte[] framed(int id, Schema schema, GenericRecord record) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeByte(0);
        new DataOutputStream(bytes).writeInt(id);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        return bytes.toByteArray();
    }
}
