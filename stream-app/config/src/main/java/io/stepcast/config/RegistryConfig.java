package io.stepcast.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to reach the schema registry.
 *
 * @param urls base URLs ({@code url}, several separated by commas)
 * @param register whether schemas are registered at start or required to exist ({@code register}, true by default)
 * @param retryFor how long a registry that doesn't answer is retried before the job restarts ({@code retry-for}, 10 s)
 * @param properties further properties of the Confluent client
 */
public record RegistryConfig(List<String> urls, boolean register, Duration retryFor, Map<String, String> properties)
        implements Serializable {

    public RegistryConfig {
        urls = List.copyOf(urls);
        properties = Map.copyOf(properties);
    }
}
