package io.stepcast.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded broker or registry can't start or go on; the message is one sentence for the user. */
public final class EmbeddedException extends RuntimeException {

    public EmbeddedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
