package dev.berth.api.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;

/** Bytes sent on a connection of their own, whatever they are, and all that comes back. */
final class Exchange {
    private Exchange() {}

    /** Sends in one to four pieces, ends its side, and reads until the server has ended its own. */
    static byte[] of(int port, byte[] bytes, SplittableRandom random) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Http1Connection.HANG_MS);
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            try {
                sendInPieces(socket, bytes, random);
                awaitSome(socket, in, received, random.nextInt(8) == 0 ? 50 : 3);
                socket.shutdownOutput();
                in.transferTo(received);
            } catch (SocketException ended) {
                // Anyone who refuses what comes need not wait for the rest of it.
            }
            return received.toByteArray();
        }
    }

    private static void sendInPieces(Socket socket, byte[] bytes, SplittableRandom random) throws IOException {
        int at = 0;
        for (int pieces = random.nextInt(4); pieces > 0 && at < bytes.length; pieces--) {
            int end = at + random.nextInt(bytes.length - at + 1);
            socket.getOutputStream().write(bytes, at, end - at);
            at = end;
            Thread.onSpinWait();
        }
        socket.getOutputStream().write(bytes, at, bytes.length - at);
    }

    private static void awaitSome(Socket socket, InputStream in, ByteArrayOutputStream received, int waitMs)
            throws IOException {
        socket.setSoTimeout(waitMs);
        byte[] some = new byte[1 << 14];
        try {
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                received.write(some, 0, read);
            }
        } catch (SocketTimeoutException enough) {
            socket.setSoTimeout(Http1Connection.HANG_MS);
        }
    }
}
