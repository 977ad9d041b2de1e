package dev.berth.cli.rehearsal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Asks a server on this machine over one connection that is kept open, reads each answer to its end and throws it away.
 * It does as little as possible, since what it costs is taken from the service that rehearses. For one thread.
 */
final class LoopbackClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String HEAD =
            " HTTP/1.1\r\nhost: 127.0.0.1\r\nx-auth-token: admin\r\naccept: application/json\r\n"
                    + "user-agent: berth-rehearsal\r\nopenstack-api-version: placement 1.39\r\n";

    private final Socket socket;
    private final InputStream in;

    LoopbackClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /**
     * Sends requests all at once, for the server to answer one after the other; their answers are to be read one by
     * one.
     */
    void send(List<ScriptedRequest> requests) throws IOException {
        StringBuilder message = new StringBuilder();
        for (ScriptedRequest request : requests) {
            String body = request.body();
            message.append(request.method()).append(' ').append(request.path()).append(HEAD);
            if (!body.isEmpty()) {
                message.append("content-type: application/json\r\ncontent-length: ")
                        .append(body.length())
                        .append("\r\n");
            }
            message.append("\r\n").append(body);
        }
        socket.getOutputStream().write(message.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads the next answer to its end; the status. */
    int readStatus() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        long length = 0;
        boolean isChunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                isChunked = lower.endsWith("chunked");
            }
        }
        if (isChunked) {
            skipChunks();
        } else if (status != 204) {
            in.skipNBytes(length);
        }
        return status;
    }

    private void skipChunks() throws IOException {
        int length;
        do {
            length = Integer.parseInt(line(), 16);
            in.skipNBytes(length + 2L);
        } while (length > 0);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed in the middle of an answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
