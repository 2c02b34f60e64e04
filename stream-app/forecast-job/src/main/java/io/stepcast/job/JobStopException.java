package io.stepcast.job;

/** The job could not be stopped as wanted; the message is one clear sentence for people. */
public final class JobStopException extends RuntimeException {

    private static final long serialVersionUID = 1;

    JobStopException(String message, Throwable cause) {
        super(message, cause);
    }
}
