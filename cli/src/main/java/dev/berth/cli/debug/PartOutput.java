package dev.berth.cli.debug;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes the bytes of one part, up to a bound; then, and once nobody waits for it any more, it takes no more. Written by
 * one thread and read by another.
 */
final class PartOutput extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int bytesMax;
    private boolean isFull;
    private boolean isOver;

    /** Ends the making of a part that is long enough. */
    static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    PartOutput(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) throws IOException {
        if (isOver) {
            throw new EnoughException();
        }
        int room = bytesMax - bytes.size();
        bytes.write(source, offset, Math.min(room, length));
        if (length > room) {
            isFull = true;
            throw new EnoughException();
        }
    }

    /** What was written, and nothing from now on. */
    synchronized byte[] end() {
        isOver = true;
        return bytes.toByteArray();
    }

    synchronized boolean isFull() {
        return isFull;
    }
}
