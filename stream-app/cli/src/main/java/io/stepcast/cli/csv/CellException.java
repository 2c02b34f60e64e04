package io.stepcast.cli.csv;

/** A cell that can't be read; the message says what is required and what came. */
final class CellException extends IllegalArgumentException {

    CellException(String message) {
        super(message);
    }

    CellException(String message, Throwable cause) {
        super(message, cause);
    }
}
