package io.stepcast.codec;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The genuine client, except that it tells a schema that isn't usable Avro from a registry that gives no answer: the client itself
 * throws an {@link java.io.IOException} for both.
 */
final class AvroOnlyClient extends CachedSchemaRegistryClient {

    /** Schemas that the client keeps, by id and by subject; a topic has few. */
    private static final int CACHED_SCHEMAS = 1000;

    AvroOnlyClient(RestService rest, Map<String, ?> properties) {
        super(rest, CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), properties, Map.of());
    }

    /** @throws UnusableSchemaException if it isn't Avro, or is not valid */
    @Override
    public Optional<ParsedSchema> parseSchema(Schema schema) {
        String type = schema.getSchemaType();
        if (type != null && !type.equals(AvroSchema.TYPE)) {
            throw new UnusableSchemaException("an Avro schema is required, got one of type " + type);
        }
        Optional<ParsedSchema> parsed = super.parseSchema(schema);
        // Schemas that this one refers to are asked of the registry while parsing: then the registry may be the reason.
        if (parsed.isEmpty()
                && (schema.getReferences() == null || schema.getReferences().isEmpty())) {
            throw new UnusableSchemaException("a valid Avro schema is required, got one that Avro refuses");
        }
        return parsed;
    }

    /** The registry's answer is a schema that nothing can be decoded with. */
    static final class UnusableSchemaException extends RuntimeException {
        UnusableSchemaException(String message) {
            super(message);
        }
    }
}
