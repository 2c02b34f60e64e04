package io.stepcast.embedded;

/** The embedded development registry: Confluent's REST calls on loopback, its schemas in the topic {@code _schemas}. */
public final class DevelopmentRegistry implements AutoCloseable {

    /**
     * @param bootstrapServers the broker that holds {@code _schemas}
     * @param port the port to listen on; 0 for a free one
     * @throws EmbeddedException with one clear sentence when it can't start
     */
    public static DevelopmentRegistry start(String bootstrapServers, int port) {
        throw new IllegalStateException("being built");
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        throw new IllegalStateException("being built");
    }

    @Override
    public void close() {}
}
