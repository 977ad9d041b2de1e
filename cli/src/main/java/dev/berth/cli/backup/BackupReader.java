package dev.berth.cli.backup;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.Closeables;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.Topics;
import dev.berth.terminal.CannotRunException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Reads a backup from beginning to end. Whether it is whole shows only there, so whoever acts on what it holds reads it
 * once before. Every fault of the file is a {@link CannotRunException} that says what is wrong with it. For one thread.
 */
final class BackupReader implements AutoCloseable {
    /** Nothing that Kafka takes into one of the topics is longer. */
    private static final int BYTES_MAX = 4 * Topics.LOG.maxMessageBytes();

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SHA256_BYTES = 32;

    private final Path file;
    private final BufferedInputStream unpacked;
    private final HashingInputStream hashed;
    private final DataInputStream in;
    private final BackupHeader header;
    private final TreeMap<Integer, Long> nexts;
    private long records;
    private long schemas;

    BackupReader(Path file) {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new CannotRunException("there is no file " + file);
        }
        InputStream packed = open();
        try {
            // The buffer is beneath the hash, which would be of what was only read ahead.
            this.unpacked = new BufferedInputStream(new GZIPInputStream(packed, BUFFER_BYTES), BUFFER_BYTES);
            this.hashed = new HashingInputStream(Hashing.sha256(), unpacked);
            this.in = new DataInputStream(hashed);
            if (!in.readUTF().equals(BackupWriter.MAGIC)) {
                throw new IOException("it is no backup of berth");
            }
            int version = in.readInt();
            if (version != BackupWriter.VERSION) {
                throw new IOException("it is a backup of form " + version + ", and this version of Berth reads form "
                        + BackupWriter.VERSION);
            }
            this.header = BackupHeader.parse(in.readUTF());
            this.nexts = new TreeMap<>(header.begins());
        } catch (IOException e) {
            Closeables.closeQuietly(packed);
            throw fault(e);
        }
    }

    private InputStream open() {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private CannotRunException fault(IOException e) {
        String why = e instanceof EOFException ? "it ends too soon" : FailureWords.of(e);
        return new CannotRunException("the backup " + file + " cannot be used: " + why, e);
    }

    BackupHeader header() {
        return header;
    }

    /** How many records of the log were read. */
    long records() {
        return records;
    }

    /** How many records of the registry's topic were read. */
    long schemas() {
        return schemas;
    }

    /** The next record; empty at the end, once that has shown that nothing is missing or changed. */
    Optional<BackupRecord> next() {
        try {
            return switch (in.readByte()) {
                case BackupWriter.LOG -> Optional.of(ofLog());
                case BackupWriter.SCHEMA -> {
                    schemas++;
                    yield Optional.of(
                            new BackupRecord(BackupRecord.Kind.SCHEMA, 0, 0, in.readLong(), bytes(), bytes()));
                }
                case BackupWriter.END -> {
                    requireEnd();
                    yield Optional.empty();
                }
                default -> throw new IOException("it is damaged");
            };
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private BackupRecord ofLog() throws IOException {
        int partition = in.readInt();
        long offset = in.readLong();
        Long next = nexts.get(partition);
        if (next == null || offset < next || offset >= header.ends().get(partition)) {
            throw new IOException("it is damaged: a record at " + partition + "@" + offset);
        }
        nexts.put(partition, offset + 1);
        records++;
        return new BackupRecord(BackupRecord.Kind.LOG, partition, offset, in.readLong(), bytes(), bytes());
    }

    private byte[] bytes() throws IOException {
        int length = in.readInt();
        if (length == BackupWriter.NONE) {
            return null;
        }
        if (length < 0 || length > BYTES_MAX) {
            throw new IOException("it is damaged: a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private void requireEnd() throws IOException {
        boolean isCounted = in.readLong() == records & in.readLong() == schemas;
        HashCode hash = hashed.hash();
        byte[] told = unpacked.readNBytes(SHA256_BYTES);
        if (!isCounted || !Arrays.equals(told, hash.asBytes()) || unpacked.read() >= 0) {
            throw new IOException("it is damaged: what is in it is not what was written");
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw fault(e);
        }
    }
}
