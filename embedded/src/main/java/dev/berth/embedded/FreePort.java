package dev.berth.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port nobody listens on. It looks below the range from which systems lend ports to clients: between the look
 * and the bind, any outgoing connection on a busy machine could take one of those.
 */
final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    private FreePort() {}

    /** This port if it is available, or any free one for 0. */
    static int claim(int port) {
        if (port == 0) {
            return find();
        }
        if (!isFree(port)) {
            throw new EmbeddedStartException(
                    "port " + port + " on 127.0.0.1 is taken; choose another, or 0 for a free one");
        }
        return port;
    }

    static int find() {
        return findBeside(0);
    }

    /** Any free port but this one, which somebody is about to listen on. */
    static int findBeside(int taken) {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (port != taken && isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedStartException("no free port found on 127.0.0.1 from " + LOWEST + " to " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
