package io.stepcast.codec;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The Confluent client's properties: our defaults, and text turned into the types that it casts to. */
final class ClientProperties {

    private static final Map<String, Object> DEFAULTS = Map.of(
            SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS,
            3000,
            SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS,
            5000,
            SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG,
            10L,
            // Without it the client accepts any certificate that is valid for some host, whichever.
            "schema.registry.ssl.endpoint.identification.algorithm",
            "https");

    /** What the client casts without parsing. */
    private static final Map<String, Function<String, Object>> NUMBERS = Map.of(
            SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG, Long::valueOf,
            SchemaRegistryClientConfig.MISSING_VERSION_CACHE_TTL_CONFIG, Long::valueOf,
            SchemaRegistryClientConfig.MISSING_SCHEMA_CACHE_TTL_CONFIG, Long::valueOf,
            SchemaRegistryClientConfig.MISSING_CACHE_SIZE_CONFIG, Integer::valueOf,
            SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, Integer::valueOf,
            SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, Integer::valueOf,
            SchemaRegistryClientConfig.PROXY_PORT, Integer::valueOf,
            SchemaRegistryClientConfig.BEARER_AUTH_CACHE_EXPIRY_BUFFER_SECONDS, Short::valueOf);

    private ClientProperties() {}

    /** @throws IllegalArgumentException if the client can't be made from these properties */
    static SchemaRegistryClient client(RestService rest, Map<String, String> properties) {
        Map<String, Object> typed = new HashMap<>(DEFAULTS);
        properties.forEach((name, text) -> typed.put(name, typed(name, text)));
        try {
            return new AvroOnlyClient(rest, typed);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the registry's properties can't be used: " + reason(e), e);
        }
    }

    private static Object typed(String name, String text) {
        Function<String, Object> number = NUMBERS.get(name);
        try {
            return number == null ? text : number.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the registry's property %s must be a whole number, got %s".formatted(name, text), e);
        }
    }

    /** The innermost message: the client wraps what was wrong in "Error initializing". */
    private static String reason(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.toString();
    }
}
