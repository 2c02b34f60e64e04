package io.stepcast.cli.console;

/** What the process says when it ends. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILURE = 1;
    /** Wrong usage or a wrong configuration. */
    public static final int USAGE = 2;
    /** Ctrl-C before the work was done, as shells have it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
