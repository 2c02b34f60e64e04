package io.stepcast.cli.demo;

import io.stepcast.cli.console.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Ports on loopback: those asked for must be free, the usual ones give way to any free one. */
final class Ports {

    private Ports() {}

    /**
     * @param asked the port asked for, or null when the usual one will do
     * @return a port that was free just now, or 0 for any free one
     * @throws UserException if the port asked for is in use
     */
    static int choose(@Nullable Integer asked, int usual, String option) {
        if (asked == null) {
            return isFree(usual) ? usual : 0;
        }
        if (asked < 0 || asked > 65_535) {
            throw UserException.usage(option + " must be a port from 1 to 65535, or 0 for a free one, got " + asked);
        }
        if (asked != 0 && !isFree(asked)) {
            throw UserException.failure("port " + asked + " (" + option + ") is in use, or may not be used", null);
        }
        return asked;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
