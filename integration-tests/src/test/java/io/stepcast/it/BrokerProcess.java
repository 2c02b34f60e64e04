package io.stepcast.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The embedded broker and registry in a process of their own, which can be killed and comes back at the same addresses. */
final class BrokerProcess implements AutoCloseable {

    private final Path folder;
    private final int brokerPort;
    private final int registryPort;
    private Process process;

    private BrokerProcess(Path folder, int brokerPort, int registryPort) throws IOException {
        this.folder = folder;
        this.brokerPort = brokerPort;
        this.registryPort = registryPort;
        process = launch();
    }

    static BrokerProcess start(Path folder) throws IOException {
        return new BrokerProcess(folder, Ports.free(), Ports.free());
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    String registryUrl() {
        return "http://127.0.0.1:" + registryPort;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on the same data; returns when it can be used. */
    void restart() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = ChildJvm.builder(
                List.of("-Xmx320m"),
                System.getProperty("java.class.path"),
                "io.stepcast.embedded.EmbeddedMain",
                List.of(
                        folder.resolve("broker").toString(),
                        Integer.toString(brokerPort),
                        Integer.toString(registryPort)));
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()));
        Process started = builder.start();
        // It stops when its input ends, and prints nothing after its first line but log lines, which the pipe holds.
        BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        @Nullable String line;
        do {
            line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the broker's process ended; see " + folder.resolve("broker.log"));
            }
        } while (!line.startsWith("ready "));
        drain(out);
        return started;
    }

    /** Log lines would fill the pipe. */
    private static void drain(BufferedReader out) {
        Thread reader = new Thread(
                () -> {
                    try (out) {
                        while (out.readLine() != null) {
                            // What the test needs is in its assertions.
                        }
                    } catch (IOException e) {
                        // The process was killed.
                    }
                },
                "broker output");
        reader.setDaemon(true);
        reader.start();
    }
}
