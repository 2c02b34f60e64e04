package io.stepcast.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.stepcast.embedded.registry.LogEntry.Foreign;
import io.stepcast.embedded.registry.LogEntry.LevelSet;
import io.stepcast.embedded.registry.LogEntry.ModeSet;
import io.stepcast.embedded.registry.LogEntry.SchemaRemoved;
import io.stepcast.embedded.registry.LogEntry.SchemaSet;
import io.stepcast.embedded.registry.LogEntry.SubjectDeleted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The records of {@code _schemas}, key and value JSON, as Confluent's registry writes them, so that one can take the topic over.
 *
 * <pre>
 * {"keytype":"SCHEMA","subject":s,"version":1,"magic":1}   {"subject":s,"version":1,"id":1,"schema":text,"deleted":false} or none
 * {"keytype":"DELETE_SUBJECT","subject":s,"magic":0}       {"subject":s,"version":1}
 * {"keytype":"CONFIG","subject":s or null,"magic":0}       {"compatibilityLevel":"FULL"} or none
 * {"keytype":"MODE","subject":s or null,"magic":0}         {"mode":"READONLY"} or none
 * </pre>
 */
final class LogFormat {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LogFormat() {}

    /** A record's two byte strings; a null value is a tombstone. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] key, byte @Nullable [] value) {}

    static Bytes encode(LogEntry entry) {
        if (entry instanceof SchemaSet set) {
            StoredSchema schema = set.schema();
            ObjectNode value = JSON.createObjectNode()
                    .put("subject", schema.subject())
                    .put("version", schema.version())
                    .put("id", schema.id())
                    .put("schema", schema.schema())
                    .put("deleted", schema.deleted());
            return bytes(schemaKey(schema.subject(), schema.version()), value);
        }
        if (entry instanceof SchemaRemoved removed) {
            return bytes(schemaKey(removed.subject(), removed.version()), null);
        }
        if (entry instanceof SubjectDeleted deleted) {
            ObjectNode value =
                    JSON.createObjectNode().put("subject", deleted.subject()).put("version", deleted.upToVersion());
            return bytes(key("DELETE_SUBJECT", deleted.subject()), value);
        }
        if (entry instanceof LevelSet set) {
            CompatibilityLevel level = set.level();
            return bytes(
                    key("CONFIG", set.subject()),
                    level == null ? null : JSON.createObjectNode().put("compatibilityLevel", level.name));
        }
        if (entry instanceof ModeSet set) {
            Mode mode = set.mode();
            return bytes(
                    key("MODE", set.subject()),
                    mode == null ? null : JSON.createObjectNode().put("mode", mode.name()));
        }
        throw new IllegalArgumentException("only this registry's own entries are written, got " + entry);
    }

    /** @throws IOException when the record is none of a schema registry's */
    static LogEntry decode(byte @Nullable [] key, byte @Nullable [] value) throws IOException {
        if (key == null) {
            throw new IOException("a record needs a key");
        }
        JsonNode keyNode = JSON.readTree(key);
        JsonNode valueNode = value == null ? null : JSON.readTree(value);
        String type = keyNode.path("keytype").asText();
        return switch (type) {
            case "SCHEMA" ->
                valueNode == null
                        ? new SchemaRemoved(text(keyNode, "subject"), number(keyNode, "version"))
                        : schema(valueNode);
            case "DELETE_SUBJECT" ->
                valueNode == null
                        ? new Foreign(0, "a forgotten DELETE_SUBJECT")
                        : new SubjectDeleted(text(valueNode, "subject"), number(valueNode, "version"));
            case "CONFIG" -> new LevelSet(subject(keyNode), valueNode == null ? null : level(valueNode));
            case "MODE" -> new ModeSet(subject(keyNode), valueNode == null ? null : mode(valueNode));
            default -> new Foreign(0, "a record of type '" + type + "'");
        };
    }

    private static LogEntry schema(JsonNode value) throws IOException {
        int id = number(value, "id");
        if (!value.path("schemaType").asText("AVRO").equals("AVRO")) {
            return new Foreign(
                    id, "a schema of type " + value.path("schemaType").asText());
        }
        if (!value.path("references").isEmpty()) {
            return new Foreign(id, "a schema with references");
        }
        return new SchemaSet(new StoredSchema(
                text(value, "subject"),
                number(value, "version"),
                id,
                text(value, "schema"),
                value.path("deleted").asBoolean()));
    }

    private static @Nullable CompatibilityLevel level(JsonNode value) {
        return CompatibilityLevel.forName(value.path("compatibilityLevel").asText());
    }

    private static Mode mode(JsonNode value) {
        // Any other of Confluent's modes restricts writing too.
        return value.path("mode").asText().equals("READWRITE") ? Mode.READWRITE : Mode.READONLY;
    }

    private static @Nullable String subject(JsonNode key) {
        return key.path("subject").isTextual() ? key.path("subject").asText() : null;
    }

    private static String text(JsonNode node, String field) throws IOException {
        if (!node.path(field).isTextual()) {
            throw new IOException("the field '" + field + "' must be text, got " + node.path(field));
        }
        return node.path(field).asText();
    }

    private static int number(JsonNode node, String field) throws IOException {
        if (!node.path(field).canConvertToInt()) {
            throw new IOException("the field '" + field + "' must be an integer, got " + node.path(field));
        }
        return node.path(field).asInt();
    }

    private static ObjectNode schemaKey(String subject, int version) {
        return JSON.createObjectNode()
                .put("keytype", "SCHEMA")
                .put("subject", subject)
                .put("version", version)
                .put("magic", 1);
    }

    private static ObjectNode key(String type, @Nullable String subject) {
        return JSON.createObjectNode()
                .put("keytype", type)
                .put("subject", subject)
                .put("magic", 0);
    }

    private static Bytes bytes(ObjectNode key, @Nullable ObjectNode value) {
        return new Bytes(utf8(key), value == null ? null : utf8(value));
    }

    private static byte[] utf8(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
