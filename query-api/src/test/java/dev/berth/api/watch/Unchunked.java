package dev.berth.api.watch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer in chunks, behind its head: for a client that reads a socket when it likes. */
final class Unchunked extends FilterInputStream {
    private int left;
    private boolean isBegun;
    private boolean isOver;

    Unchunked(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (left == 0 && !isOver) {
            left = nextChunk();
            isOver = left == 0;
        }
        if (isOver) {
            return -1;
        }
        left--;
        return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int first = read();
        if (first < 0) {
            return -1;
        }
        bytes[offset] = (byte) first;
        int most = Math.min(length - 1, left);
        int more = most == 0 ? 0 : in.readNBytes(bytes, offset + 1, most);
        left -= more;
        return 1 + more;
    }

    private int nextChunk() throws IOException {
        if (!isBegun) {
            while (!line().isEmpty()) {
                // The head.
            }
        } else {
            line();
        }
        isBegun = true;
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("expected the end of a line but the connection ended");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }
}
