package dev.berth.auditor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A list's bytes, of which there may be so many: a longer one is refused and not cut. For one thread. */
final class LimitedStream extends FilterInputStream {
    /** How many bytes a list may have, all its pages together: some million servers with their details. */
    static final long BYTES_MAX = 8L << 30;

    private final long max;
    private long count;

    LimitedStream(InputStream bytes, long max) {
        super(bytes);
        this.max = max;
    }

    /** How many were read. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        add(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        add(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = super.skip(length);
        add(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void add(long more) {
        count += more;
        if (count > max) {
            throw new LiveListException("it has more bytes than the " + max + " that are left to it");
        }
    }
}
