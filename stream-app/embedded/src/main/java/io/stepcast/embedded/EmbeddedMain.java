package io.stepcast.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded broker and registry as a process of their own.
 *
 * <p>Prints one line, {@code ready bootstrap=host:port registry=http://host:port}, when both can be used. Stops, with its data
 * kept, when standard input ends or on SIGTERM. Exit status 0 after a stop, 1 with one sentence on standard error when it can't
 * start or the broker breaks down, 2 for wrong arguments.
 */
public final class EmbeddedMain {

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private EmbeddedMain() {}

    public static void main(String[] args) {
        PrintStream errors = System.err;
        try {
            if (args.length != 3) {
                throw new IllegalArgumentException("three arguments are required, got " + args.length);
            }
            new EmbeddedMain().run(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            System.exit(0);
        } catch (IllegalArgumentException e) {
            errors.println(
                    "Usage: EmbeddedMain FOLDER BROKER_PORT REGISTRY_PORT (port 0: a free one); " + e.getMessage());
            System.exit(2);
        } catch (EmbeddedException e) {
            errors.println(e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.exit(1);
        }
    }

    private void run(Path folder, int brokerPort, int registryPort) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, brokerPort);
                DevelopmentRegistry registry = DevelopmentRegistry.start(broker.bootstrapServers(), registryPort)) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println("ready bootstrap=" + broker.bootstrapServers() + " registry=" + registry.url());
            stopWhenInputEnds();
            broker.onFailure(failure -> stop.countDown());
            stop.await();
            if (broker.failure().isPresent()) {
                throw broker.failure().get();
            }
        } finally {
            stopped.countDown();
        }
    }

    private void stopWhenInputEnds() {
        Thread reader = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Only the end counts.
                        }
                    } catch (IOException e) {
                        // An input that breaks has ended.
                    }
                    stop.countDown();
                },
                "input");
        reader.setDaemon(true);
        reader.start();
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
