package io.stepcast.cli.console;

import org.jspecify.annotations.Nullable;

/** Something the user can put right; the message is one sentence for them. */
public final class UserException extends RuntimeException {

    private final int exitCode;

    private UserException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command was right, but could not be carried out. */
    public static UserException failure(String message, @Nullable Throwable cause) {
        return new UserException(ExitCode.FAILURE, message, cause);
    }

    /** The command or its configuration is wrong. */
    public static UserException usage(String message) {
        return new UserException(ExitCode.USAGE, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
