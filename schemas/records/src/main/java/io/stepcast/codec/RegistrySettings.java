package io.stepcast.codec;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where the schema registry is and how to speak to it.
 *
 * <p>Set by default, and to be overridden in the properties: {@code http.connect.timeout.ms} 3000, {@code http.read.timeout.ms} 5000,
 * {@code missing.id.cache.ttl.sec} 10, and for https a check of the host's name.
 *
 * @param urls one or more base URLs, http or https, tried in turn
 * @param register whether an encoder registers its schema; otherwise the schema is required to exist
 * @param retryFor how long a registry that doesn't answer is asked again before {@link RegistryUnavailableException}; zero or more.
 *     A question under way is not cut short: the timeouts of the HTTP client come on top
 * @param properties further properties of the Confluent client (authentication, TLS), under its own names: {@code
 *     basic.auth.credentials.source}, {@code basic.auth.user.info}, {@code schema.registry.ssl.truststore.location}, …
 */
public record RegistrySettings(List<String> urls, boolean register, Duration retryFor, Map<String, String> properties)
        implements Serializable {

    public RegistrySettings {
        urls = List.copyOf(urls);
        properties = Map.copyOf(properties);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("at least 1 registry URL is required, got none");
        }
        for (String url : urls) {
            if (!isHttp(url)) {
                throw new IllegalArgumentException(
                        "a registry URL like http://host:8081 is required, got " + withoutCredentials(url));
            }
        }
        if (retryFor.isNegative()) {
            throw new IllegalArgumentException("retryFor must be 0 or longer, got " + retryFor);
        }
    }

    /** The URLs as they may be shown: without the credentials that a URL can carry. */
    String shownUrls() {
        return String.join(
                ", ", urls.stream().map(RegistrySettings::withoutCredentials).toList());
    }

    /** Names the properties but not their values, which may be passwords. */
    @Override
    public String toString() {
        return "RegistrySettings[urls=%s, register=%s, retryFor=%s, properties=%s]"
                .formatted(shownUrls(), register, retryFor, new TreeSet<>(properties.keySet()));
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getAuthority() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutCredentials(String url) {
        return url.replaceFirst("//[^/]*@", "//");
    }
}
