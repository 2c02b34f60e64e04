package io.stepcast.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** The property {@code avro.java.string}, which says as what Java is to read a string: it belongs in Java, not in the registry. */
final class JavaStrings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JavaStrings() {}

    /** The schema as written by people: without the property. */
    static Schema without(Schema schema) {
        try {
            JsonNode json = JSON.readTree(schema.toString());
            remove(json);
            // As the client parses it: defaults that Avro finds wrong are the registry's business.
            return new AvroSchema(json.toString()).rawSchema();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema's own text is required to be JSON", e);
        }
    }

    /** The schema with the property everywhere: strings and map keys are read as {@link String}. */
    static Schema with(Schema schema) {
        Schema copy = without(schema);
        set(copy, Collections.newSetFromMap(new IdentityHashMap<>()));
        return copy;
    }

    private static void remove(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.remove(GenericData.STRING_PROP);
        }
        json.forEach(JavaStrings::remove);
    }

    private static void set(Schema schema, Set<Schema> done) {
        if (!done.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case STRING -> GenericData.setStringType(schema, GenericData.StringType.String);
            case MAP -> {
                GenericData.setStringType(schema, GenericData.StringType.String);
                set(schema.getValueType(), done);
            }
            case ARRAY -> set(schema.getElementType(), done);
            case UNION -> schema.getTypes().forEach(type -> set(type, done));
            case RECORD -> schema.getFields().forEach(field -> set(field.schema(), done));
            default -> {}
        }
    }
}
