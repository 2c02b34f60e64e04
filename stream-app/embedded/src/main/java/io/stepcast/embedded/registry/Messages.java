package io.stepcast.embedded.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON bodies of requests and answers, with Confluent's field names. Fields not listed here are ignored in requests. */
final class Messages {

    private Messages() {}

    /** @param schemaType absent means AVRO */
    record SchemaRequest(
            @Nullable String schema,
            @Nullable String schemaType,
            @Nullable JsonNode references,
            @Nullable Integer id,
            @Nullable Integer version) {}

    record LevelRequest(@Nullable String compatibility) {}

    record ModeRequest(@Nullable String mode) {}

    record SchemaId(int id) {}

    record Version(String subject, int version, int id, String schema) {

        static Version of(StoredSchema stored) {
            return new Version(stored.subject(), stored.version(), stored.id(), stored.schema());
        }
    }

    /** @param maxId the highest id in use, when asked for */
    record SchemaText(
            String schema,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer maxId) {}

    record SubjectVersion(String subject, int version) {}

    /** @param messages why not, when asked for */
    record Compatibility(
            @JsonProperty("is_compatible") boolean isCompatible,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> messages) {}

    /** What GET and DELETE answer. */
    record Level(String compatibilityLevel) {}

    /** What PUT answers. */
    record LevelUpdate(String compatibility) {}

    record ModeAnswer(String mode) {}

    record Failure(@JsonProperty("error_code") int errorCode, String message) {}
}
