package io.stepcast.embedded.registry;

import org.jspecify.annotations.Nullable;

/** A refused or failed call, with the error code that Confluent's clients know and a sentence for people. */
final class RegistryException extends RuntimeException {

    private final int code;

    RegistryException(int code, String message) {
        this(code, message, null);
    }

    RegistryException(int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Five digits that begin with the HTTP status, or the HTTP status itself. */
    int code() {
        return code;
    }

    int httpStatus() {
        return code < 1_000 ? code : code / 100;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
