package io.stepcast.cli.kafka;

import io.stepcast.cli.console.UserException;
import io.stepcast.config.StepcastConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics, committed records only, without a consumer group. Confined to one thread. */
public final class TopicFollower implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /**
     * @param fromBeginning whether to begin with the oldest record or after the newest
     * @throws UserException if a topic is not there or no broker answers
     */
    public TopicFollower(StepcastConfig config, List<String> topics, boolean fromBeginning) {
        Map<String, Object> properties = Clients.properties(
                config,
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        Clients.ANSWER_SECONDS * 1000,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Clients.ANSWER_SECONDS * 500));
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            topics.forEach(topic -> addPartitions(config, topic));
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
                partitions.forEach(consumer::position); // Now, not at the first poll.
            }
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private void addPartitions(StepcastConfig config, String topic) {
        List<PartitionInfo> found;
        try {
            found = consumer.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw UserException.failure(Clients.noAnswer(config), e);
        }
        if (found == null || found.isEmpty()) {
            throw UserException.failure(
                    "there is no topic '" + topic + "' (create the topics with: stepcast topics create --config FILE)",
                    null);
        }
        found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }

    /** The next committed records, waiting for at most so long. */
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    /** Hands on every committed record that is there now, the oldest of each partition first. */
    public void readAll(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions));
        consumer.seekToBeginning(partitions);
        left.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
        while (!left.isEmpty()) {
            poll(Duration.ofMillis(100)).forEach(reader);
            left.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
