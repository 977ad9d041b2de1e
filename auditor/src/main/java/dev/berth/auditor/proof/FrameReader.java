package dev.berth.auditor.proof;

import dev.berth.events.json.FailureWords;
import dev.berth.events.model.Sha256;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;

/** Reads a checkpoint part by part, and sums up what it has read. For one thread. */
final class FrameReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final DigestInputStream summed;
    private final DataInputStream in;
    private long position;
    private FrameKind frame;
    private byte[] value;

    FrameReader(Path file, long from) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        bytes.skipNBytes(from);
        this.summed = new DigestInputStream(new BufferedInputStream(bytes, BUFFER), Sha256.algorithm());
        this.in = new DataInputStream(summed);
        this.position = from;
    }

    /** Reads the next part. */
    FrameKind next() throws IOException {
        frame = FrameKind.of(in.readUnsignedByte());
        int length = in.readInt();
        if (length < 0 || length > FrameKind.LENGTH_MAX) {
            throw new IOException("a part of " + length + " bytes is not from 0 to " + FrameKind.LENGTH_MAX);
        }
        value = in.readNBytes(length);
        if (value.length < length) {
            throw new EOFException();
        }
        position += 1 + Integer.BYTES + length;
        return frame;
    }

    FrameKind frame() {
        return frame;
    }

    byte[] value() {
        return value;
    }

    /** Where the next part begins. */
    long position() {
        return position;
    }

    /** The next bytes as they are. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        position += count;
        return bytes;
    }

    /** The SHA-256 of all that was read. */
    byte[] sum() {
        return summed.getMessageDigest().digest();
    }

    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    /** Why a file could not be read, in words. */
    static String reason(Exception e) {
        if (e instanceof EOFException || e instanceof BufferUnderflowException) {
            return "it ends too early";
        }
        return FailureWords.of(e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
