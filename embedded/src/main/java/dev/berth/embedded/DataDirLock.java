package dev.berth.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a data directory for one node, in this process or any other; the system lets go of it when the process dies.
 * Kafka has a lock of its own, but a combined node takes it only after its controller has already written to the
 * directory.
 */
final class DataDirLock implements AutoCloseable {
    private static final String FILE_NAME = "berth.lock";

    private final FileChannel channel;

    private DataDirLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataDirLock acquire(Path dataDir) {
        Path file = dataDir.resolve(FILE_NAME);
        try {
            Files.createDirectories(dataDir);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    noteHolder(channel);
                    return new DataDirLock(channel);
                }
            } catch (OverlappingFileLockException heldByThisProcess) {
                // Answered below, as when another process holds it.
            }
            channel.close();
            throw new EmbeddedStartException("the data directory " + dataDir + " is in use by process "
                    + Files.readString(file).strip() + "; stop that process or choose another directory");
        } catch (IOException e) {
            throw new EmbeddedStartException("the data directory " + dataDir + " cannot be used", e);
        }
    }

    private static void noteHolder(FileChannel channel) throws IOException {
        String holder = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("expected to let go of a lock but could not", e);
        }
    }
}
