package dev.berth.cli.chaos;

import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that stay free while nobody listens on them: below those that systems give to connections that go
 * out, where a process that was killed would find its own taken.
 */
final class Ports {
    private static final int FIRST = 12_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 200;

    private int next = ThreadLocalRandom.current().nextInt(FIRST, LAST);

    int take() {
        for (int i = 0; i < TRIES; i++) {
            next = next + 1 < LAST ? next + 1 : FIRST;
            if (isFree(next)) {
                return next;
            }
        }
        throw new CannotRunException("no free port of 127.0.0.1 found between " + FIRST + " and " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
