package io.stepcast.it;

import io.stepcast.codec.AvroDecoder;
import io.stepcast.codec.AvroEncoder;
import io.stepcast.codec.BadPayloadException;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.ConfigLoader;
import io.stepcast.config.StepcastConfig;
import io.stepcast.embedded.DevelopmentRegistry;
import io.stepcast.embedded.EmbeddedBroker;
import io.stepcast.schema.Reading;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A real broker and a real registry in a folder, and the means to fill and read topics. */
final class House implements AutoCloseable {

    static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    static final Duration STEP = Duration.ofHours(1);

    private final Path folder;
    private final String bootstrapServers;
    private final AutoCloseable broker;
    private final @Nullable String foreignRegistry;
    private @Nullable DevelopmentRegistry registry;
    private final KafkaProducer<byte[], byte[]> producer;

    private House(Path folder, String bootstrapServers, AutoCloseable broker, @Nullable String foreignRegistry) {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
        this.foreignRegistry = foreignRegistry;
        this.registry = foreignRegistry == null ? DevelopmentRegistry.start(bootstrapServers, 0) : null;
        this.producer = producer(bootstrapServers);
    }

    /** With the embedded broker. */
    static House open(Path folder) {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        return new House(folder, broker.bootstrapServers(), broker, null);
    }

    /** With a broker that is somebody else's to stop. */
    static House at(String bootstrapServers, Path folder) {
        return new House(folder, bootstrapServers, () -> {}, null);
    }

    /** With a broker and a registry that are somebody else's to stop. */
    static House at(BrokerProcess process, Path folder) {
        return new House(folder, process.bootstrapServers(), () -> {}, process.registryUrl());
    }

    /**
     * A producer that keeps order. One request at a time: a broker that has just made a topic may refuse the first batch and take the
     * second, whose producer it doesn't know yet; the first then never fits.
     */
    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        "5",
                        "reconnect.backoff.max.ms",
                        "200",
                        "max.in.flight.requests.per.connection",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    String registryUrl() {
        return registry == null ? String.valueOf(foreignRegistry) : registry.url();
    }

    RegistrySettings registrySettings() {
        return new RegistrySettings(List.of(registryUrl()), true, Duration.ofSeconds(10), Map.of());
    }

    void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    void startRegistry(int port) {
        registry = DevelopmentRegistry.start(bootstrapServers, port);
    }

    int registryPort() {
        return URI.create(registryUrl()).getPort();
    }

    /** Where {@link #config} leaves the configuration file. */
    Path configFile(String prefix) {
        return folder.resolve(prefix + ".yaml");
    }

    private Path writeConfig(String prefix) throws IOException {
        Path file = configFile(prefix);
        Files.writeString(file, """
                kafka: {bootstrap.servers: "%s"}
                registry: {url: "%s"}
                topics: {prefix: %s}
                series: {features: [load, temperature], step: 1 h}
                learning: {seed: 7}
                serving: {publish-every: 25}
                delivery: {checkpoint-interval: 500 ms, checkpoint-dir: "%s"}
                """.formatted(
                        bootstrapServers(), registryUrl(), prefix, folder.resolve(prefix + "-checkpoints")));
        return file;
    }

    /** A configuration for two features and hourly steps, with its topics; {@code settings} are overrides. */
    StepcastConfig config(String prefix, String... settings) throws IOException {
        StepcastConfig config = ConfigLoader.load(writeConfig(prefix), List.of(settings), Map.of());
        createTopics(config);
        return config;
    }

    /** The configuration of {@link #config} with other overrides; its topics are there. */
    StepcastConfig again(String prefix, String... settings) throws IOException {
        return ConfigLoader.load(writeConfig(prefix), List.of(settings), Map.of());
    }

    /** Readings of a prefix that ends so are spread over two partitions. */
    static final String TWO_PARTITIONS = "-two";

    private static int partitions(String topic) {
        return topic.endsWith(TWO_PARTITIONS + ".readings") ? 2 : 1;
    }

    void createTopics(StepcastConfig config) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            Set<String> present = admin.listTopics().names().get();
            admin.createTopics(Stream.of(
                                    config.topics().readings(),
                                    config.topics().predictions(),
                                    config.topics().outcomes(),
                                    config.topics().modelUpdates(),
                                    config.topics().deadLetter())
                            .filter(name -> !present.contains(name))
                            .map(name -> new NewTopic(name, partitions(name), (short) 1)
                                    .configs(Map.of("max.message.bytes", Integer.toString(4 << 20))))
                            .toList())
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException("the topics could not be created", e);
        }
    }

    /** Sets the largest record batch that a topic takes. */
    void limitMessages(String topic, int bytes) throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry limit = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** The reading of a series at a time step: two noisy daily waves, the same for the same arguments. */
    static Reading reading(int series, int step) {
        double noise = Math.sin(12.9898 * step + 78.233 * series) * 43758.5453;
        noise -= Math.floor(noise) + 0.5;
        double phase = 2 * Math.PI * step / 24;
        return new Reading(
                "station-" + series,
                FIRST.plus(STEP.multipliedBy(step)),
                List.of(100 + 10 * series + 20 * Math.sin(phase) + 3 * noise, 15 + 5 * Math.cos(phase) - noise));
    }

    /** Sends readings of several series, time step by time step. */
    void produce(String topic, int series, int fromStep, int toStep) {
        try (AvroEncoder<Reading> encoder = AvroEncoder.forTopic(registrySettings(), topic, Reading.class)) {
            for (int step = fromStep; step < toStep; step++) {
                for (int s = 0; s < series; s++) {
                    Reading reading = reading(s, step);
                    send(topic, reading.getSeries(), encoder.encode(reading));
                }
            }
        }
        producer.flush();
    }

    <T extends SpecificRecord> void produceRecord(String topic, String key, T record, Class<T> type) {
        try (AvroEncoder<T> encoder = AvroEncoder.forTopic(registrySettings(), topic, type)) {
            send(topic, key, encoder.encode(record));
        }
        producer.flush();
    }

    void send(String topic, String key, byte @Nullable [] value) {
        send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (metadata, error) -> {
            if (error != null) {
                throw new IllegalStateException("a record could not be sent", error);
            }
        });
    }

    void flush() {
        producer.flush();
    }

    /** All committed records of a topic, in order. */
    List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().iterator().next();
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (consumer.position(partitions.get(0)) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** All committed records of a topic, decoded; tombstones left out. */
    <T extends SpecificRecord & GenericRecord> List<T> committed(String topic, Class<T> type) {
        try (AvroDecoder<T> decoder = AvroDecoder.specific(registrySettings(), type)) {
            List<T> decoded = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : committed(topic)) {
                if (record.value() != null) {
                    decoded.add(decoder.decode(record.value()));
                }
            }
            return decoded;
        } catch (BadPayloadException e) {
            throw new IllegalStateException("the topic " + topic + " holds bytes that are no " + type, e);
        }
    }

    /** How many committed records a topic holds. */
    int count(String topic) {
        return committed(topic).size();
    }

    /** Waits for a condition; fails with {@code what} when it has not come within {@code patience}. */
    static void await(String what, Duration patience, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
            }
            Thread.sleep(200);
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        producer.close();
        stopRegistry();
        broker.close();
    }
}
