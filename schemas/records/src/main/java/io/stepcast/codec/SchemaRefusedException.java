package io.stepcast.codec;

import org.jspecify.annotations.Nullable;

/** The registry refuses a schema, or lacks one that it is required to have: a matter for whoever configures the service. */
public final class SchemaRefusedException extends RuntimeException {

    public SchemaRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
