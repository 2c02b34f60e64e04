package io.stepcast.it;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports for processes that must come back at the same one. */
final class Ports {

    private Ports() {}

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
