package dev.berth.api.fuzz;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A connection that is kept, for requests that are well framed whatever they say. One thread. */
final class Http1Connection implements AutoCloseable {
    /** Longer than any answer may take. */
    static final int HANG_MS = 10_000;

    private final int port;
    private Socket socket;
    private InputStream in;

    /** @param body its beginning */
    record Answered(int status, String body) {}

    Http1Connection(int port) {
        this.port = port;
    }

    /** The answer; a time-out is thrown as what it is, a hang. */
    Answered send(byte[] request, boolean isHead) throws IOException {
        if (socket == null) {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HANG_MS);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }
        socket.getOutputStream().write(request);
        return answer(isHead);
    }

    private Answered answer(boolean isHead) throws IOException {
        String line = line();
        int status = Integer.parseInt(line.substring(9, 12));
        int length = -1;
        boolean isChunked = false;
        boolean isClosed = false;
        for (line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            isChunked |= lower.equals("transfer-encoding: chunked");
            isClosed |= lower.equals("connection: close");
        }
        String body = "";
        if (status >= 200 && status != 204 && status != 304 && !isHead) {
            body = isChunked ? chunks() : text(in.readNBytes(Math.max(length, 0)));
        }
        if (status == 100) {
            return answer(isHead);
        }
        if (isClosed) {
            forget();
        }
        return new Answered(status, body);
    }

    private String chunks() throws IOException {
        String first = "";
        while (true) {
            int size = Integer.parseInt(line().strip(), 16);
            byte[] chunk = in.readNBytes(size);
            line();
            if (size == 0) {
                return first;
            }
            first = first.isEmpty() ? text(chunk) : first;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 2_000), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** A request as a client would send it. */
    static byte[] request(String method, String path, Optional<byte[]> body, String version) {
        StringBuilder head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: berth\r\nx-auth-token: admin\r\n"
                        + "openstack-api-version: placement " + version + "\r\n");
        body.ifPresent(bytes -> head.append("content-type: application/json\r\ncontent-length: ")
                .append(bytes.length)
                .append("\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] rest = body.orElse(new byte[0]);
        byte[] whole = new byte[start.length + rest.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(rest, 0, whole, start.length, rest.length);
        return whole;
    }

    /** The next request is sent on another. */
    void forget() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    @Override
    public void close() throws IOException {
        forget();
    }
}
