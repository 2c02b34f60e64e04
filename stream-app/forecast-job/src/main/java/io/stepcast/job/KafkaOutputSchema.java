package io.stepcast.job;

import io.stepcast.job.wire.Header;
import io.stepcast.job.wire.KafkaOutput;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes encoded records to one topic. The Kafka timestamp is left to the producer's clock: an event time from years ago would let
 * the broker's retention delete the record within minutes.
 */
final class KafkaOutputSchema implements KafkaRecordSerializationSchema<KafkaOutput> {

    private static final long serialVersionUID = 1;

    private final String topic;

    KafkaOutputSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(KafkaOutput output, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, output.key(), output.value());
        for (Header header : output.headers()) {
            record.headers().add(header.name(), header.value());
        }
        return record;
    }
}
