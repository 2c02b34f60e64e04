package io.stepcast.cli.kafka;

import io.stepcast.cli.console.Failures;
import io.stepcast.cli.console.UserException;
import io.stepcast.codec.AvroEncoder;
import io.stepcast.config.StepcastConfig;
import io.stepcast.schema.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes readings to the readings topic, each once and in order, keyed by their series. Confined to one thread. */
public final class ReadingsWriter implements AutoCloseable {

    private final String topic;
    private final AvroEncoder<Reading> encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public ReadingsWriter(StepcastConfig config) {
        this.topic = config.topics().readings();
        this.encoder = AvroEncoder.forTopic(Clients.registry(config), topic, Reading.class);
        this.producer = new KafkaProducer<>(
                Clients.properties(
                        config,
                        Map.of(
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                // A broker may refuse the first batch on a new topic and take the second before the
                                // first comes
                                // again.
                                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                                1,
                                ProducerConfig.LINGER_MS_CONFIG,
                                5,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                Clients.ANSWER_SECONDS * 1000L)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Hands a reading to the producer.
     *
     * @throws UserException if this or an earlier reading could not be written
     */
    public void write(Reading reading, List<Header> headers) {
        throwFailure();
        byte[] key = reading.getSeries().getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(
                new ProducerRecord<>(topic, null, null, key, encoder.encode(reading), headers), this::written);
        throwFailure(); // A topic that is not there fails at once.
    }

    private void written(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception != null) {
            failure.compareAndSet(null, exception);
        }
    }

    /**
     * Waits until everything is written.
     *
     * @throws UserException if a reading could not be written
     */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    private void throwFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw UserException.failure(
                    "topic '" + topic + "' can't be written: " + Failures.rootMessage(first), first);
        }
    }

    @Override
    public void close() {
        producer.close();
        encoder.close();
    }
}
