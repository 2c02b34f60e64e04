package io.stepcast.embedded.registry;

import io.stepcast.embedded.EmbeddedException;
import io.stepcast.embedded.registry.LogEntry.Foreign;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted topic {@code _schemas}: the only place where the registry keeps anything.
 *
 * <p>What is written is applied by reading it back, so the store never knows more or less than the topic, also when a write timed out
 * and nobody can say whether it happened. One thread at a time.
 */
final class SchemaLog implements AutoCloseable {

    static final String TOPIC = "_schemas";

    private static final Logger LOG = LoggerFactory.getLogger(SchemaLog.class);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int TIMEOUT_MILLIS = 10_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<LogEntry> reader;

    private SchemaLog(String bootstrapServers, Consumer<LogEntry> reader) {
        this.reader = reader;
        Map<String, Object> writing = settings(bootstrapServers);
        writing.put("acks", "all");
        writing.put("linger.ms", 0);
        writing.put("max.block.ms", TIMEOUT_MILLIS);
        writing.put("delivery.timeout.ms", TIMEOUT_MILLIS);
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> reading = settings(bootstrapServers);
        reading.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        reading.put("enable.auto.commit", false);
        reading.put("auto.offset.reset", "earliest");
        // A fetch that waits for records keeps the connection from everything else meanwhile.
        reading.put("fetch.max.wait.ms", 5);
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
    }

    /**
     * Creates the topic if it is absent and reads it to its end.
     *
     * @param reader is given every entry, in the topic's order
     * @throws EmbeddedException when the broker can't be reached or the topic is not fit
     */
    static SchemaLog open(String bootstrapServers, Consumer<LogEntry> reader) {
        prepareTopic(bootstrapServers);
        SchemaLog log = new SchemaLog(bootstrapServers, reader);
        try {
            log.catchUp();
            return log;
        } catch (RegistryException e) {
            log.close();
            throw new EmbeddedException(e.sentence(), e);
        }
    }

    /** Reads what has been written by anyone since the last time. */
    void catchUp() {
        try {
            readTo(consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L));
        } catch (KafkaException e) {
            throw failure("read", e);
        }
    }

    /** Writes the entries, waits until they are safe, and reads them back. */
    void append(List<LogEntry> entries) {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (LogEntry entry : entries) {
                LogFormat.Bytes bytes = LogFormat.encode(entry);
                sent.add(producer.send(new ProducerRecord<>(TOPIC, 0, bytes.key(), bytes.value())));
            }
            for (Future<RecordMetadata> each : sent) {
                readTo(each.get().offset() + 1);
            }
        } catch (ExecutionException e) {
            throw failure("write", e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw failure("write", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("write", e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private void readTo(long end) {
        long deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MILLIS).toNanos();
        while (consumer.position(PARTITION) < end) {
            int read = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                reader.accept(decode(record));
                read++;
            }
            if (read > 0) {
                deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MILLIS).toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("no record came for " + TIMEOUT_MILLIS + " ms");
            }
        }
    }

    private static LogEntry decode(ConsumerRecord<byte[], byte[]> record) {
        LogEntry entry;
        try {
            entry = LogFormat.decode(record.key(), record.value());
        } catch (IOException e) {
            entry = new Foreign(0, "no record of a schema registry (" + e.getMessage() + ")");
        }
        if (entry instanceof Foreign foreign) {
            LOG.warn("Ignored in {} at offset {}: {}", TOPIC, record.offset(), foreign.what());
        }
        return entry;
    }

    private static RegistryException failure(String what, Throwable cause) {
        String sentence = "The registry can't " + what + " its topic " + TOPIC + ": " + cause.getMessage();
        return cause instanceof TimeoutException
                ? Errors.backendTimeout(sentence, cause)
                : Errors.backend(sentence, cause);
    }

    private static void prepareTopic(String bootstrapServers) {
        Map<String, Object> settings = settings(bootstrapServers);
        settings.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            createTopic(admin);
            requireFitTopicOnceKnown(admin);
        } catch (KafkaException e) {
            throw unreachable(bootstrapServers, e);
        } catch (ExecutionException e) {
            throw unreachable(bootstrapServers, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(bootstrapServers, e);
        }
    }

    private static void createTopic(Admin admin) throws ExecutionException, InterruptedException {
        NewTopic topic =
                new NewTopic(TOPIC, Optional.of(1), Optional.empty()).configs(Map.of("cleanup.policy", "compact"));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** The controller creates a topic, and knows of it, a moment before the broker does. */
    private static void requireFitTopicOnceKnown(Admin admin) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MILLIS).toNanos();
        while (true) {
            try {
                requireFitTopic(admin);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.sleep(POLL.toMillis());
            }
        }
    }

    private static void requireFitTopic(Admin admin) throws ExecutionException, InterruptedException {
        for (TopicDescription topic :
                admin.describeTopics(List.of(TOPIC)).allTopicNames().get().values()) {
            if (topic.partitions().size() != 1) {
                throw new EmbeddedException(
                        "The topic " + TOPIC + " must have 1 partition, got "
                                + topic.partitions().size() + ".",
                        null);
            }
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        for (Config config :
                admin.describeConfigs(List.of(resource)).all().get().values()) {
            requireCompaction(config.get("cleanup.policy").value());
        }
    }

    private static void requireCompaction(String policy) {
        if (!"compact".equals(policy)) {
            throw new EmbeddedException(
                    "The topic " + TOPIC + " must have cleanup.policy=compact, or schemas are lost; got " + policy
                            + ".",
                    null);
        }
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("client.id", "development-registry");
        settings.put("request.timeout.ms", TIMEOUT_MILLIS / 2);
        return settings;
    }

    private static EmbeddedException unreachable(String bootstrapServers, Throwable cause) {
        return new EmbeddedException(
                "The registry can't use the broker at " + bootstrapServers + ": " + cause.getMessage(), cause);
    }
}
