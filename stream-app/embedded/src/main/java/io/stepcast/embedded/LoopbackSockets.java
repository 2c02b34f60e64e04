package io.stepcast.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The broker's two listening sockets, bound before Kafka starts and then handed to it.
 *
 * <p>So a port in use is found at once, and nobody can take a free port between its choice and its use.
 */
final class LoopbackSockets implements ServerSocketFactory, AutoCloseable {

    private final ServerSocketChannel client;
    private final ServerSocketChannel controller;

    private LoopbackSockets(ServerSocketChannel client, ServerSocketChannel controller) {
        this.client = client;
        this.controller = controller;
    }

    /**
     * @param clientPort the port for clients, 0 for a free one; the controller always has a free one
     * @throws EmbeddedException when the port can't be bound
     */
    static LoopbackSockets bind(int clientPort) {
        ServerSocketChannel client = bindOne("broker", clientPort);
        try {
            return new LoopbackSockets(client, bindOne("controller", 0));
        } catch (EmbeddedException e) {
            close(client);
            throw e;
        }
    }

    int clientPort() {
        return client.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) {
        if (listenerName.equals(BrokerSettings.CLIENT_LISTENER)) {
            return client;
        }
        if (listenerName.equals(BrokerSettings.CONTROLLER_LISTENER)) {
            return controller;
        }
        throw new IllegalArgumentException("no socket was bound for the listener " + listenerName);
    }

    /** Kafka closes what it was given; this closes the rest. */
    @Override
    public void close() {
        close(client);
        close(controller);
    }

    private static ServerSocketChannel bindOne(String purpose, int port) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.configureBlocking(false);
            channel.bind(Loopback.at(port), 50);
            return channel;
        } catch (IOException e) {
            close(channel);
            throw Loopback.bindFailure(purpose, port, e);
        }
    }

    private static void close(@Nullable ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing is lost: the socket only listened.
            }
        }
    }
}
