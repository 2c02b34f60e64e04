package io.stepcast.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A single KRaft broker and controller in this process, on loopback, with its data in a folder.
 *
 * <p>Kafka's threads are not daemons: a JVM with an open broker does not end by itself. Whoever starts one closes it. A broker that
 * breaks down does not end the JVM either; it says so through {@link #failure()} and {@link #onFailure}.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(15);

    private final CompletableFuture<EmbeddedException> failure = new CompletableFuture<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path folder;
    private final String bootstrapServers;

    private EmbeddedBroker(Path folder, int port) {
        BrokerFolder held = BrokerFolder.open(folder);
        open.push(held);
        this.folder = held.path();
        try {
            LoopbackSockets sockets = LoopbackSockets.bind(port);
            open.push(sockets);
            this.bootstrapServers = Loopback.HOST + ":" + sockets.clientPort();
            startKafka(sockets);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the broker, going on from the folder's data when there is some.
     *
     * @param folder where the data is kept
     * @param port the port to listen on; 0 for a free one
     * @throws EmbeddedException with one clear sentence when the port is in use, the folder can't be written or is held by another
     *     process, or there is no space
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return new EmbeddedBroker(folder, Loopback.requirePort("the broker's", port));
    }

    /** {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Why the broker broke down by itself; empty for one in health. The log lines before that say more. What is on disk is kept; the
     * broker still has to be closed.
     */
    public Optional<EmbeddedException> failure() {
        return Optional.ofNullable(failure.getNow(null));
    }

    /** Calls the listener when the broker breaks down, at once when it already has; on a thread of Kafka's. */
    public void onFailure(Consumer<EmbeddedException> listener) {
        var unused = failure.thenAccept(listener);
    }

    /** Stops the broker and releases its folder; a second call does nothing. */
    @Override
    public synchronized void close() {
        boolean interrupted = Thread.interrupted();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("A part of the embedded broker in {} did not stop cleanly", folder, e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startKafka(LoopbackSockets sockets) {
        Consumer<String> faults = this::fail;
        FatalFaults.report(faults);
        open.push(() -> FatalFaults.forget(faults));
        try {
            KafkaConfig config = KafkaConfig.fromProps(
                    BrokerSettings.of(folder, sockets.clientPort(), sockets.controllerPort()), false);
            Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> stored =
                    KafkaRaftServer.initializeLogDirs(config, LOG, "[embedded broker] ");
            SharedServer shared = sharedServer(config, stored._1(), sockets);
            ControllerServer controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), stored._2());
            BrokerServer broker = new BrokerServer(shared);
            // Stopped in reverse: the broker signs off while the controller still listens.
            open.push(controller::shutdown);
            controller.startup();
            open.push(() -> broker.shutdown(SHUTDOWN));
            broker.startup();
            LOG.info("Embedded broker started on {} with its data in {}", bootstrapServers, folder);
        } catch (Exception e) {
            if (Causes.root(e) instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new EmbeddedException(
                    "The embedded broker can't start with its data in " + folder + ": " + Causes.sentence(e) + ".", e);
        }
    }

    private SharedServer sharedServer(KafkaConfig config, MetaPropertiesEnsemble identity, LoopbackSockets sockets) {
        Metrics metrics = new Metrics();
        open.push(metrics);
        return new SharedServer(
                config,
                identity,
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        Map.of(BrokerSettings.NODE_ID, Loopback.at(sockets.controllerPort()))),
                List.of(),
                new StandardFaultHandlerFactory(),
                sockets);
    }

    private void fail(String what) {
        failure.complete(new EmbeddedException(
                "The embedded broker with its data in " + folder + " has broken down: " + what + ".", null));
    }
}
