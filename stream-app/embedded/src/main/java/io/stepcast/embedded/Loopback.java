package io.stepcast.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The address that the broker and the registry listen on, and what can go wrong there. */
final class Loopback {

    static final String HOST = "127.0.0.1";

    private Loopback() {}

    static InetSocketAddress at(int port) {
        try {
            // Not getLoopbackAddress(): that can be ::1.
            return new InetSocketAddress(InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }

    static int requirePort(String purpose, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(purpose + " port must be from 0 to 65535, got " + port);
        }
        return port;
    }

    /** The one sentence for a port that can't be listened on. */
    static EmbeddedException bindFailure(String purpose, int port, IOException e) {
        String reason = Causes.sentence(e);
        if (e instanceof BindException && reason.contains("in use")) {
            reason = "port " + port + " is already in use";
        }
        return new EmbeddedException(
                "The " + purpose + " can't listen on " + HOST + ":" + port + ": " + reason + ".", e);
    }
}
