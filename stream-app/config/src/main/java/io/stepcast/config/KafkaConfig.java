package io.stepcast.config;

import java.io.Serializable;
import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param properties any property of a Kafka client, {@code bootstrap.servers} among them
 */
public record KafkaConfig(Map<String, String> properties) implements Serializable {

    public KafkaConfig {
        properties = Map.copyOf(properties);
    }
}
