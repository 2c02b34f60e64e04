package io.stepcast.job;

import io.stepcast.job.wire.KafkaOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters, cut to what their topic takes: a bad record that is as large as brokers take by default must not stop the job
 * because its dead letter, with headers that say why, is larger. {@code stepcast.truncated} holds the length of a value that was cut;
 * the whole of it stays where it came from.
 */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<KafkaOutput> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSchema.class);
    private static final String OURS = "stepcast.";

    /** What a record batch of one record takes beside key, value and headers, and what each of those takes beside its bytes. */
    private static final int BATCH_OVERHEAD = 61 + 21 + 2 * 5;

    private static final int HEADER_OVERHEAD = 2 * 5;

    private final KafkaOutputSchema schema;
    private final String topic;
    private final Properties kafka;
    private final int largestRequest;
    private transient int limit;

    /**
     * @param kafka properties of the client that asks for the topic's limit
     * @param largestRequest the producer's own limit in bytes
     */
    DeadLetterSchema(String topic, Properties kafka, int largestRequest) {
        this.schema = new KafkaOutputSchema(topic);
        this.topic = topic;
        this.kafka = kafka;
        this.largestRequest = largestRequest;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        int topicLimit = BrokerLimits.largestMessage(kafka, topic);
        limit = Math.min(largestRequest, topicLimit);
        LOG.info("Dead letters on {} are cut to {} bytes", topic, limit);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(KafkaOutput output, KafkaSinkContext context, Long timestamp) {
        return fitted(schema.serialize(output, context, timestamp), limit);
    }

    /** The record, or as much of it as fits: less of the value; then none of it, of the headers only ours, and no key. */
    static ProducerRecord<byte[], byte[]> fitted(ProducerRecord<byte[], byte[]> record, int limit) {
        if (largestSize(record) <= limit) {
            return record;
        }
        byte[] value = record.value() == null ? new byte[0] : record.value();
        RecordHeaders headers = new RecordHeaders(record.headers());
        headers.remove(OURS + "truncated");
        headers.add(OURS + "truncated", Integer.toString(value.length).getBytes(StandardCharsets.UTF_8));
        ProducerRecord<byte[], byte[]> marked = like(record, record.key(), value, headers);
        long over = largestSize(marked) - limit;
        if (over <= value.length) {
            byte[] cut = Arrays.copyOf(value, (int) (value.length - over));
            return like(record, record.key(), cut, headers);
        }
        for (Header header : record.headers()) {
            if (!header.key().startsWith(OURS)) {
                headers.remove(header.key());
            }
        }
        return like(record, null, new byte[0], headers);
    }

    private static ProducerRecord<byte[], byte[]> like(
            ProducerRecord<byte[], byte[]> record, byte @Nullable [] key, byte[] value, Iterable<Header> headers) {
        return new ProducerRecord<>(record.topic(), record.partition(), key, value, headers);
    }

    private static long largestSize(ProducerRecord<byte[], byte[]> record) {
        long size = BATCH_OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += HEADER_OVERHEAD + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
