package io.stepcast.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code stepcast run} command in a process of its own, which can be killed. */
final class ChildJob {

    private final Process process;

    private ChildJob(Process process) {
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(System.getProperty("stepcast.jvm").trim().split("\\s+", -1)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.stepcast.cli.Main"));
        command.addAll(List.of("run", "--config", config.toString(), "--web-port", "0"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(new File("/dev/null"));
        return new ChildJob(builder.start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to end by itself, and returns its exit code. */
    int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new AssertionError("the process did not end within " + patience.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** SIGTERM: the command stops as with Ctrl-C. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
