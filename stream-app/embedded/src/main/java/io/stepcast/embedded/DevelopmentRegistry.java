package io.stepcast.embedded;

import com.sun.net.httpserver.HttpServer;
import io.stepcast.embedded.registry.Registry;
import io.stepcast.embedded.registry.RegistryHandler;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded development registry: Confluent's REST calls on loopback, its schemas in the topic {@code _schemas}.
 *
 * <p>It knows Avro without schema references, one context, and no login. For production there is Confluent's own.
 */
public final class DevelopmentRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DevelopmentRegistry.class);
    private static final int THREADS = 8;

    static {
        // Read once by the JDK's server. Without it an answer waits 40 ms for the client to acknowledge its header.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Registry registry;

    private DevelopmentRegistry(HttpServer server, Registry registry) {
        this.server = server;
        this.registry = registry;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "registry-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", new RegistryHandler(registry));
        server.start();
    }

    /**
     * Starts the registry; it answers with all that was ever registered.
     *
     * @param bootstrapServers the broker that holds {@code _schemas}
     * @param port the port to listen on; 0 for a free one
     * @throws EmbeddedException with one clear sentence when it can't start
     */
    public static DevelopmentRegistry start(String bootstrapServers, int port) {
        HttpServer server = bind(Loopback.requirePort("the registry's", port));
        try {
            DevelopmentRegistry started = new DevelopmentRegistry(server, Registry.open(bootstrapServers));
            LOG.info("Development registry started on {}", started.url());
            return started;
        } catch (RuntimeException e) {
            server.stop(0);
            throw e;
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://" + Loopback.HOST + ":" + server.getAddress().getPort();
    }

    /** Stops answering; a second call does nothing. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        registry.close();
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(Loopback.at(port), 0);
        } catch (IOException e) {
            throw Loopback.bindFailure("registry", port, e);
        }
    }
}
