package io.stepcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stepcast.cli.kafka.Clients;
import io.stepcast.codec.AvroEncoder;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import io.stepcast.embedded.DevelopmentRegistry;
import io.stepcast.embedded.EmbeddedBroker;
import io.stepcast.network.NetworkShape;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.Safetensors;
import io.stepcast.network.SequenceNetwork;
import io.stepcast.network.TrainingConfig;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.ModelUpdateKind;
import io.stepcast.schema.Probe;
import io.stepcast.version.InputEncoding;
import io.stepcast.window.WindowConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stepcast models} against a real broker and registry. */
class ModelsCommandTest {

    private static final InputEncoding ENCODING =
            new InputEncoding(List.of("warm", "wet"), 3, new WindowConfig(2, 2, 86_400_000, 0));

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static DevelopmentRegistry registry;
    private static String file;
    private static byte[] parameters;

    @BeforeAll
    static void publish() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        registry = DevelopmentRegistry.start(broker.bootstrapServers(), 0);
        file = Files.writeString(folder.resolve("stepcast.yaml"), """
                        kafka: {bootstrap.servers: "%s"}
                        registry: {url: "%s"}
                        topics: {prefix: p}
                        series: {features: [warm, wet], step: 1 d}
                        delivery: {checkpoint-dir: "%s"}
                        """.formatted(
                                broker.bootstrapServers(), registry.url(), folder.resolve("chk")))
                .toString();
        CommandRun.of("topics", "create", "--config", file, "--partitions", "2");
        ModelUpdate inline = version();
        parameters = bytes(inline.getParameters());
        String uri = Files.write(folder.resolve("two.safetensors"), parameters)
                .toUri()
                .toString();
        send("default/1", version(1).build());
        send("default/1", null);
        send("default/2", version(2).setParameters(null).setUri(uri).build());
        send("default/3", version(3).build());
        send("default/4", version(4).setSha256("00").build());
        send(
                "default/5",
                version(5)
                        .setProbes(List.of(new Probe(inline.getProbes().get(0).getInput(), List.of(1f, 2f))))
                        .build());
        send("default/event-0", event());
        send("other/1", version(1).setModelId("other").build());
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void versionsAreListedWithoutThoseRemoved() {
        CommandRun run = CommandRun.of("models", "list", "--config", file);

        assertThat(run.code()).isZero();
        String hash = version().getSha256().substring(0, 12);
        assertThat(run.out().lines())
                .startsWith(
                        "MODEL    VERSION   STEP  WINDOWS  TRAINED THROUGH    LOSS  SHA-256       WHERE",
                        "default        2  2,000    4,000  2012-01-01       0.7500  " + hash + "  file",
                        "default        3  3,000    6,000  2012-01-01       0.7500  " + hash + "  topic")
                .hasSize(6)
                .last()
                .asString()
                .startsWith("other          1  1,000");
    }

    @Test
    void versionsAndEventsAreListedForPrograms() throws IOException {
        CommandRun versions = CommandRun.of("models", "list", "--config", file, "-o", "json");
        CommandRun events = CommandRun.of("models", "list", "--config", file, "--events", "-o", "json");

        JsonNode first =
                new ObjectMapper().readTree(versions.out().lines().findFirst().orElseThrow());
        assertThat(first.get("version").asLong()).isEqualTo(2);
        assertThat(first.get("uri").asText()).endsWith("two.safetensors");
        assertThat(events.out().lines())
                .singleElement()
                .asString()
                .contains("\"event\":\"a learning step was refused\"");
        assertThat(CommandRun.of("models", "list", "--config", file, "--events")
                        .out()
                        .lines())
                .last()
                .asString()
                .endsWith("a learning step was refused");
    }

    @Test
    void oneVersionIsShown() throws IOException {
        CommandRun text = CommandRun.of("models", "show", "latest", "--config", file);
        CommandRun json = CommandRun.of("models", "show", "3", "--config", file, "-o", "json");

        assertThat(text.out()).contains("version          5").contains("parentVersion    4");
        JsonNode node = new ObjectMapper().readTree(json.out());
        assertThat(node.get("encoding").get("features").get(1).asText()).isEqualTo("wet");
        assertThat(node.get("configuration").get("hidden").asText()).isEqualTo("4");
        assertThat(node.get("parameterBytes").asInt()).isEqualTo(parameters.length);
    }

    @Test
    void versionsAreExportedFromTheTopicAndFromTheirFile() throws IOException {
        for (String version : List.of("2", "3")) {
            Path output = folder.resolve(version + ".out");
            CommandRun run =
                    CommandRun.of("models", "export", version, "--config", file, "--output", output.toString());

            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.out())
                    .startsWith("Wrote version " + version + " of model default to " + output + ": ")
                    .contains("1 probes reproduced to ");
            assertThat(output).hasBinaryContent(parameters);
        }
    }

    @Test
    void whatIsNotWhatWasPublishedIsNotExported() {
        Path output = folder.resolve("never.out");
        CommandRun hash = CommandRun.of("models", "export", "4", "--config", file, "--output", output.toString());
        CommandRun probes = CommandRun.of("models", "export", "5", "--config", file, "--output", output.toString());

        assertThat(hash.code()).isEqualTo(1);
        assertThat(hash.err()).contains("version 4 of model default must have the SHA-256 00, got ");
        assertThat(probes.code()).isEqualTo(1);
        assertThat(probes.err()).contains("version 5 of model default must reproduce its probes to 1.0E-5, got ");
        assertThat(output).doesNotExist();
    }

    @Test
    void unknownVersionsAreTold() {
        CommandRun gone = CommandRun.of("models", "show", "1", "--config", file);
        CommandRun word = CommandRun.of("models", "show", "newest", "--config", file);

        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).contains("model default has no version 1 on p.model-updates");
        assertThat(word.code()).isEqualTo(2);
        assertThat(word.err()).contains("a version must be a number or latest, got newest");
    }

    private static void send(String key, @Nullable ModelUpdate update) throws Exception {
        StepcastConfig config = ConfigLoader.load(Path.of(file), List.of(), Map.of());
        try (AvroEncoder<ModelUpdate> encoder =
                        AvroEncoder.forTopic(Clients.registry(config), "p.model-updates", ModelUpdate.class);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] value = update == null ? null : encoder.encode(update);
            producer.send(new ProducerRecord<>("p.model-updates", key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private static ModelUpdate version() {
        return version(3).build();
    }

    private static ModelUpdate.Builder version(long number) {
        float[] input = {0.1f, 0.2f, 0.3f, -1, 0, 1};
        float[] output = new float[2];
        NetworkShape shape = RecurrentShape.lstm(2, 3, 4, 2);
        byte[] bytes;
        try (SequenceNetwork network = Networks.create(shape, TrainingConfig.defaults(), Networks.Device.CPU, 5)) {
            network.train(input, new int[] {2}, new float[] {1, 2}, 1, 0.01, output);
            network.predict(input, new int[] {2}, 1, output);
            bytes = Safetensors.of(network.state(), Map.of("encoding", ENCODING.toJson()))
                    .toBytes();
        }
        return ModelUpdate.newBuilder()
                .setModelId("default")
                .setVersion(number)
                .setParentVersion(number - 1)
                .setKind(ModelUpdateKind.VERSION)
                .setConfiguration(Map.of("hidden", "4"))
                .setEncoding(ENCODING.toJson())
                .setTrainedThrough(Instant.parse("2012-01-01T00:00:00Z"))
                .setLearningStep(1000 * number)
                .setSamples(2000 * number)
                .setPrequentialLoss(0.75)
                .setSha256(sha256(bytes))
                .setParameters(ByteBuffer.wrap(bytes))
                .setProbes(List.of(new Probe(list(input), list(output))));
    }

    private static ModelUpdate event() {
        return ModelUpdate.newBuilder()
                .setModelId("default")
                .setVersion(5)
                .setParentVersion(5)
                .setKind(ModelUpdateKind.EVENT)
                .setEvent("a learning step was refused")
                .setTrainedThrough(Instant.EPOCH)
                .setLearningStep(1)
                .setSamples(0)
                .setPrequentialLoss(0)
                .build();
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
