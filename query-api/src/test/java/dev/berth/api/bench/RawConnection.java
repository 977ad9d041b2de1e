package dev.berth.api.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A keep-alive connection that costs little, so that a bench measures the server: it asks for one thing again and
 * again, reads answers whole, and looks at nothing but their status and length.
 */
final class RawConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;
    private final byte[] read = new byte[256 * 1024];

    /** What was read and not looked at yet lies between these. */
    private int at;

    private int end;

    RawConnection(int port, String path) throws IOException {
        this(port, path, "x-auth-token: admin\r\n");
    }

    /** @param headers by which the server knows who asks, each with the end of its line */
    RawConnection(int port, String path, String headers) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        String head = "GET " + path + " HTTP/1.1\r\nHost: berth\r\n" + headers
                + "openstack-api-version: placement 1.39\r\naccept: application/json\r\n\r\n";
        request = head.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends the request and reads all of the answer, whose bytes are counted. */
    long get() throws IOException {
        socket.getOutputStream().write(request);
        String head = head();
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("expected 200 but got " + head);
        }
        int length = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (length < 0) {
            return chunks();
        }
        int begin = length + LENGTH.length();
        return skip(
                Long.parseLong(head.substring(begin, head.indexOf('\r', begin)).strip()));
    }

    private String head() throws IOException {
        int begin = at;
        for (int last = 0; last != END_OF_HEAD; ) {
            if (at == end) {
                begin = fillFrom(begin);
            }
            last = last << 8 | read[at++];
        }
        return new String(read, begin, at - begin, StandardCharsets.US_ASCII);
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

    private String line() throws IOException {
        int begin = at;
        while (at == end || read[at] != '\n') {
            if (at == end) {
                begin = fillFrom(begin);
            } else {
                at++;
            }
        }
        at++;
        return new String(read, begin, at - begin, StandardCharsets.US_ASCII).strip();
    }

    private long skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            if (at == end) {
                fillFrom(at);
            }
            int some = (int) Math.min(left, end - at);
            at += some;
            left -= some;
        }
        return length;
    }

    /** Moves what begins at a place to the front and reads more behind it; tells where it begins now. */
    private int fillFrom(int begin) throws IOException {
        System.arraycopy(read, begin, read, 0, end - begin);
        at -= begin;
        end -= begin;
        int got = in.read(read, end, read.length - end);
        if (got < 0) {
            throw new IOException("the server ended the connection in the midst of an answer");
        }
        end += got;
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
