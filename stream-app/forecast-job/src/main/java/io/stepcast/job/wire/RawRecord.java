package io.stepcast.job.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from Kafka, with its position.
 *
 * @param timestamp the record's Kafka timestamp in milliseconds since the epoch
 * @param key the original key, or null
 * @param value the original value, or null
 * @param headers not changed by anybody
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {}
