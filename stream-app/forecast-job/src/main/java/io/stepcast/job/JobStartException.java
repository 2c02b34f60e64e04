package io.stepcast.job;

import org.jspecify.annotations.Nullable;

/** The job can't start; the message is one sentence for the user. */
public final class JobStartException extends RuntimeException {

    public JobStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
