package io.stepcast.cli.console;

import java.nio.file.Path;

/** Where the logs of Kafka, Flink and Stepcast go. Must be chosen before anything is logged. */
public final class Logs {

    private Logs() {}

    /** Warnings and errors of the clients to stderr, one line each: for short commands. This is also log4j2's default here. */
    public static void toConsole() {
        System.setProperty("log4j2.configurationFile", "classpath:log4j2.xml");
    }

    /** Lifecycle and warnings to stderr: for a service in the foreground. */
    public static void toConsoleWithLifecycle() {
        System.setProperty("log4j2.configurationFile", "classpath:log4j2-service.xml");
    }

    /** Everything to a file, nothing to the terminal. */
    public static void toFile(Path file) {
        System.setProperty("stepcast.log.file", file.toAbsolutePath().toString());
        System.setProperty("log4j2.configurationFile", "classpath:log4j2-file.xml");
    }
}
