package io.stepcast.embedded.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which a call is refused.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema Registry API reference</a>
 */
final class Errors {

    private Errors() {}

    static RegistryException badRequest(String sentence) {
        return new RegistryException(400, sentence);
    }

    static RegistryException noSuchPath(String path) {
        return new RegistryException(404, "There is nothing at " + path + ".");
    }

    static RegistryException methodNotAllowed(String method, String path, String allowed) {
        return new RegistryException(
                405, "The method " + method + " is not allowed at " + path + ", only " + allowed + ".");
    }

    static RegistryException bodyTooLarge(int limitBytes) {
        return new RegistryException(413, "The request body must be at most " + limitBytes + " bytes.");
    }

    static RegistryException contentType(String got) {
        return new RegistryException(
                415,
                "The content type must be application/vnd.schemaregistry.v1+json or application/json, got " + got
                        + ".");
    }

    static RegistryException missingBody() {
        return new RegistryException(422, "The request needs a JSON object as its body.");
    }

    static RegistryException wrongField(String field) {
        return new RegistryException(422, "The request's field " + field + " has a value of the wrong kind.");
    }

    static RegistryException subjectNotFound(String subject) {
        return new RegistryException(40401, "Subject '" + subject + "' not found.");
    }

    static RegistryException versionNotFound(String version) {
        return new RegistryException(40402, "Version " + version + " not found.");
    }

    static RegistryException schemaNotFound() {
        return new RegistryException(40403, "Schema not found.");
    }

    static RegistryException schemaNotFound(int id) {
        return new RegistryException(40403, "Schema " + id + " not found.");
    }

    static RegistryException subjectSoftDeleted(String subject) {
        return new RegistryException(
                40404, "Subject '" + subject + "' was soft deleted; set permanent=true to delete it permanently.");
    }

    static RegistryException subjectNotSoftDeleted(String subject) {
        return new RegistryException(
                40405, "Subject '" + subject + "' must be soft deleted before it can be deleted permanently.");
    }

    static RegistryException versionSoftDeleted(String subject, int version) {
        return new RegistryException(
                40406,
                "Subject '" + subject + "' version " + version
                        + " was soft deleted; set permanent=true to delete it permanently.");
    }

    static RegistryException versionNotSoftDeleted(String subject, int version) {
        return new RegistryException(
                40407,
                "Subject '" + subject + "' version " + version
                        + " must be soft deleted before it can be deleted permanently.");
    }

    static RegistryException noSubjectLevel(String subject) {
        return new RegistryException(40408, "Subject '" + subject + "' has no compatibility level of its own.");
    }

    static RegistryException noSubjectMode(String subject) {
        return new RegistryException(40409, "Subject '" + subject + "' has no mode of its own.");
    }

    static RegistryException noSuchId(String got) {
        return new RegistryException(404, "A schema id must be an integer, got '" + got + "'.");
    }

    static RegistryException incompatible(String subject, List<String> reasons) {
        return new RegistryException(
                409,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                        + "\", details: " + reasons);
    }

    static RegistryException invalidSchema(String sentence) {
        return new RegistryException(42201, sentence);
    }

    static RegistryException invalidVersion(String got) {
        return new RegistryException(
                42202, "A version must be a number from 1 to 2147483647 or \"latest\", got '" + got + "'.");
    }

    static RegistryException invalidLevel(String got) {
        return new RegistryException(
                42203,
                "The compatibility level must be NONE, BACKWARD, BACKWARD_TRANSITIVE, FORWARD, FORWARD_TRANSITIVE, FULL or"
                        + " FULL_TRANSITIVE, got '" + got + "'.");
    }

    static RegistryException invalidMode(String got) {
        return new RegistryException(42204, "The mode must be READWRITE or READONLY, got '" + got + "'.");
    }

    static RegistryException readOnly(@Nullable String subject) {
        return new RegistryException(
                42205, (subject == null ? "The registry" : "Subject '" + subject + "'") + " is in mode READONLY.");
    }

    static RegistryException idGiven() {
        return new RegistryException(
                42205, "A schema's id is chosen here and can't be given: the mode IMPORT is not supported.");
    }

    static RegistryException invalidSubject(String got) {
        return new RegistryException(
                42208, "A subject must be a name without control characters, got '" + got.strip() + "'.");
    }

    static RegistryException backend(String sentence, Throwable cause) {
        return new RegistryException(50001, sentence, cause);
    }

    static RegistryException backendTimeout(String sentence, Throwable cause) {
        return new RegistryException(50002, sentence, cause);
    }
}
