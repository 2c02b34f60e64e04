package io.stepcast.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request, taken apart: the named parts of its path, its query and its body. */
@SuppressWarnings("ArrayRecordComponent")
record Call(Map<String, String> path, Map<String, String> query, byte[] body) {

    private static final ObjectReader READER =
            new ObjectMapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    String subject() {
        return required("subject");
    }

    /** The path's subject, null at the paths without one, which are about all subjects. */
    @Nullable
    String subjectOrAll() {
        return path.get("subject");
    }

    String version() {
        return required("version");
    }

    int id() {
        String text = required("id");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Errors.noSuchId(text);
        }
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(query.get(name));
    }

    Shown shown() {
        if (flag("deletedOnly")) {
            return Shown.DELETED;
        }
        return flag("deleted") ? Shown.ALL : Shown.LIVE;
    }

    <T> T body(Class<T> type) {
        if (body.length == 0) {
            throw Errors.missingBody();
        }
        try {
            T read = READER.readValue(body, type);
            if (read == null) {
                throw Errors.missingBody();
            }
            return read;
        } catch (MismatchedInputException e) {
            String fields = e.getPath().stream()
                    .map(part -> "'" + part.getFieldName() + "'")
                    .collect(Collectors.joining(" in "));
            throw fields.isEmpty() ? Errors.missingBody() : Errors.wrongField(fields);
        } catch (JsonProcessingException e) {
            throw Errors.badRequest("The request body is not JSON: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory can be read", e);
        }
    }

    private String required(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no part named " + name);
        }
        return value;
    }
}
