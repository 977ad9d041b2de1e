package dev.berth.api.differential;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the two services, over a connection that stays open. After a request with a body it is closed all the same:
 * the peer's server leaves bodies unread where it refuses a request for something else, and would take what is left of
 * one for the next request.
 */
final class Service implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;

    private final URI base;
    private Socket socket;
    private InputStream in;

    /** What came back, as it came; headers by name, in small letters. */
    record Response(int status, Map<String, String> headers, byte[] body) {}

    Service(String base) {
        this.base = URI.create(base);
    }

    ApiReply send(ApiCall call) {
        try {
            if (socket == null) {
                socket = new Socket(base.getHost(), base.getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(TIMEOUT_MS);
                in = new BufferedInputStream(socket.getInputStream());
            }
            socket.getOutputStream().write(request(call));
            Response response = response(call);
            if (call.body().isPresent()) {
                close();
            }
            return ApiReply.of(response);
        } catch (IOException e) {
            throw new UncheckedIOException(call.curl(), e);
        }
    }

    private byte[] request(ApiCall call) throws IOException {
        byte[] body = call.body().orElse("").getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder();
        head.append(call.method()).append(' ').append(call.path()).append(" HTTP/1.1\r\n");
        head.append("host: ").append(base.getAuthority()).append("\r\n");
        call.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (call.body().isPresent()) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.write(body);
        return whole.toByteArray();
    }

    private Response response(ApiCall call) throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(":", 2);
            headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1].strip(), (one, two) -> one + ", " + two);
        }
        if (call.method().equals("HEAD") || status == 204 || status == 304) {
            return new Response(status, headers, new byte[0]);
        }
        String length = headers.get("content-length");
        if (length == null) {
            throw new IOException("expected a content-length but got " + headers);
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return new Response(status, headers, body);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended after " + line);
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
