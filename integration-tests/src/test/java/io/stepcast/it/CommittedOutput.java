package io.stepcast.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows a topic of one partition as a reader of committed records would, through every outage of the broker. */
final class CommittedOutput implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closed;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong newestWrittenMillis = new AtomicLong();

    private CommittedOutput(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "reconnect.backoff.max.ms", "200",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        thread = new Thread(this::follow, "follower of " + topic);
        thread.setDaemon(true);
        thread.start();
    }

    static CommittedOutput follow(String bootstrapServers, String topic) {
        return new CommittedOutput(bootstrapServers, topic);
    }

    private void follow() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    newestWrittenMillis.accumulateAndGet(record.timestamp(), Math::max);
                    count.incrementAndGet();
                }
            }
        }
    }

    long count() {
        return count.get();
    }

    /** When the newest record that is committed was written, by its producer's clock. */
    long newestWrittenMillis() {
        return newestWrittenMillis.get();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
