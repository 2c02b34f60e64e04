package io.stepcast.codec;

import org.jspecify.annotations.Nullable;

/** The bytes can't be decoded and never will be: a matter for the dead-letter topic. */
public final class BadPayloadException extends Exception {

    public BadPayloadException(String message) {
        super(message);
    }

    public BadPayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
