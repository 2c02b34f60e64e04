package io.stepcast.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The {@code stepcast run} command in a process of its own, which can be killed. */
final class ChildJob {

    private final ChildJvm process;

    private ChildJob(ChildJvm process) {
        this.process = process;
    }

    static ChildJob start(Path config, Path log, String... settings) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return run(config, log, arguments);
    }

    /** With any arguments of the command. */
    static ChildJob run(Path config, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("run", "--config", config.toString(), "--web-port", "0"));
        command.addAll(arguments);
        return new ChildJob(ChildJvm.start(
                List.of("-Xmx768m"), System.getProperty("java.class.path"), "io.stepcast.cli.Main", command, log));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to end by itself, and returns its exit code. */
    int awaitExit(Duration patience) throws InterruptedException {
        return process.awaitExit(patience);
    }

    /** SIGTERM: the command stops as with Ctrl-C. */
    void terminate() {
        process.terminate();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.kill();
    }
}
