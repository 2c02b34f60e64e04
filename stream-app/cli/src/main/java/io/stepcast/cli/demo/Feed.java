package io.stepcast.cli.demo;

import io.stepcast.cli.kafka.Clients;
import io.stepcast.cli.kafka.TopicFollower;
import io.stepcast.codec.AvroDecoder;
import io.stepcast.codec.BadPayloadException;
import io.stepcast.codec.RegistrySettings;
import io.stepcast.config.StepcastConfig;
import io.stepcast.config.TopicsConfig;
import io.stepcast.schema.Outcome;
import io.stepcast.schema.Prediction;
import io.stepcast.schema.Reading;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what is committed on the topics to the scoreboard, from their beginning. Confined to one thread. */
final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final TopicsConfig topics;
    private final Scoreboard scoreboard;
    private final TopicFollower follower;
    private final AvroDecoder<Reading> readings;
    private final AvroDecoder<Prediction> predictions;
    private final AvroDecoder<Outcome> outcomes;

    Feed(StepcastConfig config, Scoreboard scoreboard) {
        this.topics = config.topics();
        this.scoreboard = scoreboard;
        RegistrySettings registry = Clients.registry(config);
        this.readings = AvroDecoder.specific(registry, Reading.class);
        this.predictions = AvroDecoder.specific(registry, Prediction.class);
        this.outcomes = AvroDecoder.specific(registry, Outcome.class);
        this.follower = new TopicFollower(
                config, List.of(topics.readings(), topics.predictions(), topics.outcomes(), topics.deadLetter()), true);
    }

    /** Takes over what has come, waiting for at most so long; how many records that were. */
    int poll(Duration timeout) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : follower.poll(timeout)) {
            add(record);
            count++;
        }
        return count;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(topics.deadLetter())) {
            scoreboard.addDeadLetter();
            return;
        }
        try {
            if (topic.equals(topics.readings())) {
                scoreboard.add(readings.decode(record.value()));
            } else if (topic.equals(topics.predictions())) {
                scoreboard.add(predictions.decode(record.value()));
            } else {
                scoreboard.add(outcomes.decode(record.value()));
            }
        } catch (BadPayloadException e) {
            // Somebody else wrote to the demo's topic; the job puts it on the dead-letter topic.
            LOG.warn("{} at offset {} can't be decoded: {}", topic, record.offset(), e.getMessage());
            if (topic.equals(topics.readings())) {
                scoreboard.addUnreadableReading();
            }
        }
    }

    @Override
    public void close() {
        follower.close();
        readings.close();
        predictions.close();
        outcomes.close();
    }
}
