package io.stepcast.job.decode;

import io.stepcast.job.wire.DeadLetter;

/** A decoded record that is no usable reading. */
final class UnusableReadingException extends Exception {

    private final DeadLetter.Reason reason;

    UnusableReadingException(DeadLetter.Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DeadLetter.Reason reason() {
        return reason;
    }
}
