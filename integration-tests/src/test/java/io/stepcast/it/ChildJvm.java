package io.stepcast.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of its own, which can be killed. */
final class ChildJvm {

    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
    }

    /** @param log where both of its outputs are appended */
    static ChildJvm start(List<String> options, String classPath, String mainClass, List<String> arguments, Path log)
            throws IOException {
        ProcessBuilder builder = builder(options, classPath, mainClass, arguments);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(new File("/dev/null"));
        return new ChildJvm(builder.start());
    }

    /** Small and quick to start, with the flags that the tests themselves run under; inputs and outputs are pipes. */
    static ProcessBuilder builder(List<String> options, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(System.getProperty("stepcast.jvm").trim().split("\\s+", -1)));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder;
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

    /** SIGTERM: shutdown hooks run. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
