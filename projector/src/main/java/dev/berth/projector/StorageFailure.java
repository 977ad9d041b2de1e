package dev.berth.projector;

import dev.berth.events.model.Printable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Tells failures of the disk that holds the stores from all others. A stream thread that met one must not be replaced:
 * the next would fail in the same way, and what was written in between cannot be relied on. Rows that RocksDB finds
 * damaged are no such failure: the next thread drops them and has them again from the changelog. Stateless.
 */
final class StorageFailure {
    /** As the systems that Java runs on word it; Java has no codes for these. */
    private static final List<String> DISK = List.of(
            "No space left on device",
            "Disk quota exceeded",
            "File too large",
            "Input/output error",
            "Read-only file system",
            "Stale file handle");

    private static final int DEPTH_MAX = 20;

    private StorageFailure() {}

    /** The disk's message, if the disk was the cause. */
    static Optional<String> in(Throwable failure) {
        boolean isOfStore = false;
        Throwable cause = failure;
        for (int i = 0; i < DEPTH_MAX && cause != null; i++) {
            isOfStore |= cause instanceof ProcessorStateException;
            if (isStorage(cause, isOfStore)) {
                return Optional.of(Printable.of(cause.getMessage()));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static boolean isStorage(Throwable cause, boolean isOfStore) {
        if (cause instanceof RocksDBException rocks) {
            return isStorage(rocks);
        }
        if (cause instanceof IOException) {
            return isOfStore && cause instanceof FileSystemException || saysDisk(cause);
        }
        // Files are mapped into memory, and a page that cannot be read or written comes back like this.
        return cause instanceof InternalError
                && String.valueOf(cause.getMessage()).contains("unsafe memory access");
    }

    private static boolean isStorage(RocksDBException failure) {
        Status status = failure.getStatus();
        return status != null ? status.getCode() == Status.Code.IOError : saysDisk(failure);
    }

    private static boolean saysDisk(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return DISK.stream().anyMatch(message::contains);
    }
}
