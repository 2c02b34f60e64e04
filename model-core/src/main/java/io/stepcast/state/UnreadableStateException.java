package io.stepcast.state;

import java.io.IOException;

/** Bytes that are not a state of the required kind, or that a newer version wrote. */
public final class UnreadableStateException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableStateException(String message) {
        super(message);
    }

    public UnreadableStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
