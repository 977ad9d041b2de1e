package dev.berth.cli.backup;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import dev.berth.events.file.UnfinishedFile;
import dev.berth.terminal.CannotRunException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a backup, its owner's alone: a gzip of
 *
 * <pre>
 *   "berth-backup"  version  header as JSON
 *   (1 partition offset time key value)*   records of the log, in order within each partition
 *   (2 time key value)*                    records of the registry's topic
 *   0  how many of the log  how many schemas  SHA-256 of all before
 * </pre>
 *
 * <p>Keys and values have their length before them, -1 for none. The file has its name only once it is whole. For one
 * thread.
 */
final class BackupWriter implements AutoCloseable {
    static final String MAGIC = "berth-backup";
    static final int VERSION = 1;
    static final int END = 0;
    static final int LOG = 1;
    static final int SCHEMA = 2;
    static final int NONE = -1;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final UnfinishedFile unfinished;
    private final GZIPOutputStream packed;
    private final HashingOutputStream hashed;
    private final DataOutputStream out;
    private long records;
    private long schemas;

    /** @throws CannotRunException if there is such a file already, or it cannot be written */
    BackupWriter(Path file, BackupHeader header) {
        this.file = file;
        try {
            this.unfinished = UnfinishedFile.ofOwner(file);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        try {
            this.packed = new GZIPOutputStream(unfinished.out(), BUFFER_BYTES);
            this.hashed = new HashingOutputStream(Hashing.sha256(), packed);
            this.out = new DataOutputStream(new BufferedOutputStream(hashed, BUFFER_BYTES));
            out.writeUTF(MAGIC);
            out.writeInt(VERSION);
            out.writeUTF(header.json());
        } catch (IOException e) {
            close();
            throw cannotWrite(e);
        }
    }

    private CannotRunException cannotWrite(IOException e) {
        return CannotRunException.cannotWrite(file, e, "name another one");
    }

    void add(BackupRecord record) {
        try {
            if (record.kind() == BackupRecord.Kind.LOG) {
                out.writeByte(LOG);
                out.writeInt(record.partition());
                out.writeLong(record.offset());
                records++;
            } else {
                out.writeByte(SCHEMA);
                schemas++;
            }
            out.writeLong(record.timestampMs());
            write(record.key());
            write(record.value());
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        if (bytes == null) {
            out.writeInt(NONE);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /** Writes the end, has the system put all of it on the disk, and gives the file its name. */
    void finish() {
        try {
            out.writeByte(END);
            out.writeLong(records);
            out.writeLong(schemas);
            out.flush();
            packed.write(hashed.hash().asBytes());
            packed.finish();
            unfinished.keep();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Leaves nothing behind of a backup that was not finished. */
    @Override
    public void close() {
        try {
            unfinished.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }
}
