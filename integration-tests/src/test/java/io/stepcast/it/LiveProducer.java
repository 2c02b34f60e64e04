package io.stepcast.it;

import io.stepcast.codec.AvroEncoder;
import io.stepcast.schema.Reading;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Sends the readings of several series, time step by time step, on a thread of its own, until it is told to stop. */
final class LiveProducer implements AutoCloseable {

    private final String topic;
    private final int series;
    private final long pauseMillis;
    private final AvroEncoder<Reading> encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "live producer");
    private volatile boolean stopped;
    private final AtomicInteger steps = new AtomicInteger();

    private LiveProducer(House house, String topic, int series, long pauseMillis) {
        this.topic = topic;
        this.series = series;
        this.pauseMillis = pauseMillis;
        encoder = AvroEncoder.forTopic(house.registrySettings(), topic, Reading.class);
        producer = House.producer(house.bootstrapServers());
        thread.start();
    }

    /** @param pauseMillis between two time steps */
    static LiveProducer start(House house, String topic, int series, long pauseMillis) {
        return new LiveProducer(house, topic, series, pauseMillis);
    }

    int readings() {
        return series * steps.get();
    }

    /** Ends after a whole time step; returns how many were sent, all of them acknowledged. */
    int stop() throws InterruptedException {
        stopped = true;
        thread.join();
        producer.flush();
        if (failure.get() != null) {
            throw new AssertionError("a reading could not be sent", failure.get());
        }
        return steps.get();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        encoder.close();
        producer.close();
    }

    private void run() {
        try {
            while (!stopped) {
                for (int s = 0; s < series; s++) {
                    Reading reading = House.reading(s, steps.get());
                    byte[] key = reading.getSeries().getBytes(StandardCharsets.UTF_8);
                    var unused = producer.send(
                            new ProducerRecord<>(topic, key, encoder.encode(reading)), (metadata, error) -> {
                                if (error != null) {
                                    failure.set(error);
                                }
                            });
                }
                steps.incrementAndGet();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }
}
