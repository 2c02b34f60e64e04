package io.stepcast.codec;

/** The registry gave no usable answer, although it was asked again for a while: a matter for a restart, not for a dead letter. */
public final class RegistryUnavailableException extends RuntimeException {

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
