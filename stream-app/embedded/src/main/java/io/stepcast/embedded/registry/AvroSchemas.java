package io.stepcast.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.stepcast.embedded.registry.Messages.SchemaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parses Avro schemas and judges their compatibility, both with the client's own code. */
final class AvroSchemas {

    private AvroSchemas() {}

    /**
     * @param normalize also puts what has no order, such as properties, into a fixed one
     * @throws RegistryException 42201 when it is no Avro schema, or one with references
     */
    static AvroSchema parse(SchemaRequest request, boolean normalize) {
        String type = request.schemaType();
        if (type != null && !type.isEmpty() && !type.equals(AvroSchema.TYPE)) {
            throw Errors.invalidSchema("The development registry knows schemas of type AVRO only, got " + type + ".");
        }
        if (request.references() != null && !request.references().isEmpty()) {
            throw Errors.invalidSchema(
                    "The development registry knows no schema references; put the named types into one schema.");
        }
        if (request.schema() == null || request.schema().isBlank()) {
            throw Errors.invalidSchema("The request needs a field 'schema' with an Avro schema as text.");
        }
        try {
            AvroSchema schema = new AvroSchema(request.schema(), List.of(), Map.of(), null, true);
            AvroSchema parsed = normalize ? schema.normalize() : schema;
            parsed.validate(true);
            return parsed;
        } catch (RuntimeException e) {
            throw Errors.invalidSchema("Input schema is an invalid Avro schema: " + reason(e));
        }
    }

    /**
     * @param earlier the versions to compare with, oldest first; a level that is not transitive looks at the last only
     * @return reasons against, none when the schema is compatible
     */
    static List<String> incompatibilities(CompatibilityLevel level, AvroSchema schema, List<StoredSchema> earlier) {
        List<ParsedSchemaHolder> previous = new ArrayList<>();
        for (StoredSchema stored : earlier) {
            // What was once accepted is not checked again by stricter rules.
            previous.add(new SimpleParsedSchemaHolder(
                    new AvroSchema(stored.schema(), List.of(), Map.of(), stored.version(), false)));
        }
        return schema.isCompatible(level, previous);
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof JsonProcessingException json && json.getLocation() != null) {
            return "it is not JSON (line " + json.getLocation().getLineNr() + ", column "
                    + json.getLocation().getColumnNr() + ").";
        }
        String message = String.valueOf(root.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }
}
