package dev.berth.api.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A keep-alive connection that costs little, so that a bench measures the server: reads answers whole, looks at nothing but their length. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final byte[] read = new byte[256 * 1024];

    RawConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 256 * 1024);
    }

    /** Sends the request and reads all of the answer, whose bytes are counted. */
    long get(String path) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: berth\r\nx-auth-token: admin\r\n"
                + "openstack-api-version: placement 1.39\r\naccept: application/json\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.contains(" 200 ")) {
            throw new IOException("expected 200 but got " + status);
        }
        long length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(
                        line.substring("content-length:".length()).strip());
            }
        }
        return length >= 0 ? skip(length) : chunks();
    }

    private long chunks() throws IOException {
        long bytes = 0;
        for (long size = Long.parseLong(line(), 16); size > 0; size = Long.parseLong(line(), 16)) {
            bytes += skip(size);
            line();
        }
        line();
        return bytes;
    }

    private long skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            int got = in.read(read, 0, (int) Math.min(left, read.length));
            if (got < 0) {
                throw new IOException("the server ended the connection " + left + " bytes early");
            }
            left -= got;
        }
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the server ended the connection");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
