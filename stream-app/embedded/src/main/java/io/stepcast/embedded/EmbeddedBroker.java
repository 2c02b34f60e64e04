package io.stepcast.embedded;

import java.nio.file.Path;

/** A single KRaft broker and controller in this process, on loopback, with its data in a folder. */
public final class EmbeddedBroker implements AutoCloseable {

    /**
     * Starts the broker, going on from the folder's data when there is some.
     *
     * @param folder where the data is kept
     * @param port the port to listen on; 0 for a free one
     * @throws EmbeddedException with one clear sentence when the port is in use, the folder can't be written or is held by another
     *     process, or there is no space
     */
    public static EmbeddedBroker start(Path folder, int port) {
        throw new IllegalStateException("being built");
    }

    /** {@code host:port}. */
    public String bootstrapServers() {
        throw new IllegalStateException("being built");
    }

    @Override
    public void close() {}
}
