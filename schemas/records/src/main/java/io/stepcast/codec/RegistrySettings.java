package io.stepcast.codec;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where the schema registry is and how to speak to it.
 *
 * @param urls one or more base URLs, tried in turn
 * @param register whether an encoder registers its schema; otherwise the schema is required to exist
 * @param retryFor how long a registry that doesn't answer is retried before {@link RegistryUnavailableException}
 * @param properties further properties of the Confluent client (authentication, TLS), under its own names
 */
public record RegistrySettings(List<String> urls, boolean register, Duration retryFor, Map<String, String> properties)
        implements Serializable {

    public RegistrySettings {
        urls = List.copyOf(urls);
        properties = Map.copyOf(properties);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("at least 1 registry URL is required, got none");
        }
    }
}
