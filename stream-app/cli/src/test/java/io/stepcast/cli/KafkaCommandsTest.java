package io.stepcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stepcast.cli.kafka.Clients;
import io.stepcast.cli.kafka.ReadingsWriter;
import io.stepcast.cli.kafka.TopicFollower;
import io.stepcast.codec.AvroDecoder;
import io.stepcast.codec.AvroEncoder;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import io.stepcast.embedded.DevelopmentRegistry;
import io.stepcast.embedded.EmbeddedBroker;
import io.stepcast.schema.FeaturePrediction;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that speak to Kafka, against a real broker and registry. Each test has topics of its own. */
class KafkaCommandsTest {

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static DevelopmentRegistry registry;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        registry = DevelopmentRegistry.start(broker.bootstrapServers(), 0);
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    private static String configFile(String prefix) throws IOException {
        return Files.writeString(folder.resolve(prefix + ".yaml"), """
                        kafka: {bootstrap.servers: "%s"}
                        registry: {url: "%s"}
                        topics: {prefix: %s}
                        series: {features: [warm, wet], step: 1 d}
                        delivery: {checkpoint-dir: "%s"}
                        """.formatted(
                                broker.bootstrapServers(), registry.url(), prefix, folder.resolve("chk")))
                .toString();
    }

    private static StepcastConfig load(String file) {
        return ConfigLoader.load(Path.of(file), List.of(), Map.of());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(StepcastConfig config, String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (TopicFollower follower = new TopicFollower(config, List.of(topic), true)) {
            for (int polls = 0; polls < 300 && records.size() < count; polls++) {
                follower.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Test
    void topicsAreCreatedOnceAndComparedAfterwards() throws IOException {
        String file = configFile("topics");

        CommandRun first = CommandRun.of("topics", "create", "--config", file, "--partitions", "2");
        CommandRun second = CommandRun.of("topics", "create", "--config", file, "--partitions", "3");
        CommandRun third = CommandRun.of("topics", "create", "--config", file);

        assertThat(first.code()).isZero();
        assertThat(first.out().lines()).hasSize(6).allMatch(line -> line.endsWith("  created"));
        assertThat(second.code()).isZero();
        assertThat(second.out().lines())
                .allMatch(line -> line.endsWith("already there, but differs: partitions are 2, should be 3"));
        assertThat(third.out().lines()).allMatch(line -> line.endsWith("already there"));
    }

    @Test
    void settingsThatLoseDataAreTold() throws IOException {
        String file = configFile("retention");
        CommandRun.of("topics", "create", "--config", file, "--set", "topics.outcomes=retention.predictions2");

        CommandRun run = CommandRun.of(
                "topics", "create", "--config", file, "--set", "topics.model-updates=retention.predictions2");

        assertThat(run.out())
                .containsPattern(
                        "retention.predictions2 +already there, but differs: cleanup.policy is delete, should be compact");
    }

    @Test
    void csvRowsBecomeReadings() throws Exception {
        String file = configFile("produce");
        CommandRun.of("topics", "create", "--config", file);
        Path csv = Files.writeString(
                folder.resolve("ok.csv"), "place,at,warm,wet\nA,2012-01-01,1.5,\nB,2012-01-01,2,3\nA,2012-01-02,4,5\n");

        CommandRun run = CommandRun.of(
                "produce", "--config", file, "--input", csv.toString(), "--timestamp", "at", "--series", "place");

        assertThat(run.err()).doesNotContain("warning");
        assertThat(run.out()).isEqualTo("Wrote 3 readings of 2 series to produce.readings." + System.lineSeparator());
        assertThat(run.code()).isZero();
        StepcastConfig config = load(file);
        List<ConsumerRecord<byte[], byte[]>> records = read(config, "produce.readings", 3);
        try (AvroDecoder<Reading> decoder = AvroDecoder.specific(Clients.registry(config), Reading.class)) {
            Reading first = decoder.decode(records.get(0).value());
            assertThat(records).hasSize(3);
            assertThat(first.getSeries()).isEqualTo("A");
            assertThat(first.getTimestamp()).isEqualTo(Instant.parse("2012-01-01T00:00:00Z"));
            assertThat(first.getValues()).containsExactly(1.5, null);
        }
        assertThat(records)
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("A", "B", "A");
    }

    @Test
    void filesWithProblemsAreNotSentAtAll() throws IOException {
        String file = configFile("refused");
        CommandRun.of("topics", "create", "--config", file);
        Path csv = Files.writeString(folder.resolve("bad.csv"), "at,warm,wet\n2012-01-01,1,2\n2012-01-02,x,2\n");

        CommandRun run = CommandRun.of(
                "produce", "--config", file, "--input", csv.toString(), "--timestamp", "at", "--series-name", "A");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("bad.csv can't be used:")
                .contains("  - line 3, column 'warm': a value must be a number or empty, got 'x'");
        assertThat(read(load(file), "refused.readings", 0)).isEmpty();
    }

    @Test
    void rowsOutOfOrderAreWarnedOf() throws IOException {
        String file = configFile("order");
        CommandRun.of("topics", "create", "--config", file);
        Path csv = Files.writeString(folder.resolve("order.csv"), "at,warm,wet\n2012-01-02,1,2\n2012-01-01,1,2\n");

        CommandRun run = CommandRun.of(
                "produce", "--config", file, "--input", csv.toString(), "--timestamp", "at", "--series-name", "A");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("warning: 1 rows are not newer than the row before of their series");
    }

    @Test
    void predictionsArePrintedForPeopleAndForPrograms() throws Exception {
        String file = configFile("predict");
        CommandRun.of("topics", "create", "--config", file);
        StepcastConfig config = load(file);
        try (AvroEncoder<Prediction> encoder =
                        AvroEncoder.forTopic(Clients.registry(config), "predict.predictions", Prediction.class);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("predict.predictions", new byte[] {9, 9, 9}))
                    .get();
            for (String series : List.of("A", "B")) {
                producer.send(new ProducerRecord<>("predict.predictions", encoder.encode(prediction(series))))
                        .get();
            }
        }

        CommandRun text = CommandRun.of("predictions", "-c", file, "--from-beginning", "--max", "2");
        CommandRun json = CommandRun.of(
                "predictions", "-c", file, "--from-beginning", "--max", "1", "--series", "B", "-o", "json");

        assertThat(text.out().lines())
                .containsExactly(
                        "A         2012-01-01 → 2012-01-02  warm    1.50 [-2.50, 5.50]       model 3, step 41",
                        "B         2012-01-01 → 2012-01-02  warm    1.50 [-2.50, 5.50]       model 3, step 41");
        assertThat(text.err()).contains("warning: predict.predictions, partition 0, offset 0 is not a prediction");
        JsonNode node = new ObjectMapper().readTree(json.out());
        assertThat(node.get("series").asText()).isEqualTo("B");
        assertThat(node.get("targetTime").asText()).isEqualTo("2012-01-02T00:00:00Z");
        assertThat(node.get("features").get(0).get("upper").asDouble()).isEqualTo(5.5);
    }

    private static Prediction prediction(String series) {
        return Prediction.newBuilder()
                .setSeries(series)
                .setIssuedAt(Instant.parse("2012-01-01T00:00:00Z"))
                .setTargetTime(Instant.parse("2012-01-02T00:00:00Z"))
                .setFeatures(List.of(new FeaturePrediction("warm", 1.5, -2.5, 5.5, List.of())))
                .setCoverage(0.9)
                .setModelId("default")
                .setModelVersion(3)
                .setLearningStep(41)
                .setWindowSteps(8)
                .build();
    }

    @Test
    void missingTopicsAreToldWithTheCommandThatCreatesThem() throws IOException {
        CommandRun run = CommandRun.of("predictions", "--config", configFile("nowhere"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("there is no topic 'nowhere.predictions' (create the topics with: stepcast topics create");
    }

    @Test
    void aTopicIsReadUpToItsEndOverAllPartitions() throws IOException {
        String file = configFile("whole");
        CommandRun.of("topics", "create", "--config", file, "--partitions", "2");
        StepcastConfig config = load(file);
        List<String> rows = new ArrayList<>();
        try (TopicFollower follower = new TopicFollower(config, List.of("whole.readings"), true)) {
            follower.readAll(record -> rows.add("none"));
        }
        assertThat(rows).isEmpty();
        try (ReadingsWriter writer = new ReadingsWriter(config)) {
            for (int row = 0; row < 10; row++) {
                Reading reading = new Reading("A" + row, Instant.EPOCH.plusSeconds(row), List.of(1.0, 2.0));
                byte[] value = Integer.toString(row).getBytes(StandardCharsets.UTF_8);
                writer.write(reading, List.of(new RecordHeader("row", value)));
            }
            writer.flush();
        }

        try (TopicFollower follower = new TopicFollower(config, List.of("whole.readings"), true)) {
            follower.readAll(record ->
                    rows.add(new String(record.headers().lastHeader("row").value(), StandardCharsets.UTF_8)));
        }
        assertThat(rows).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }
}
