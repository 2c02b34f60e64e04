package io.stepcast.job.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record for one of the output topics, encoded.
 *
 * @param key the Kafka key; keeps the order per series
 * @param headers not changed by anybody
 */
public record KafkaOutput(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {}
