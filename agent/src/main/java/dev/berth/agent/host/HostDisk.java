package dev.berth.agent.host;

import dev.berth.agent.mount.MountRead;
import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The file system that is a host's disk. A size that cannot be read is not one of 0: a mount may be stale, and guests
 * have their disks on it still.
 *
 * @param sizeGb GiB, 0 for less than one; empty where it cannot be read
 * @param defect why it cannot be read, as a sentence
 */
public record HostDisk(OptionalLong sizeGb, Optional<String> defect) {
    private static final long GIB = 1L << 30;

    public static HostDisk ofGb(long sizeGb) {
        return new HostDisk(OptionalLong.of(sizeGb), Optional.empty());
    }

    /** The file system that this path lies on, as it is now. */
    static HostDisk at(Path path) {
        try {
            return ofGb(MountRead.of(path, () -> Files.getFileStore(path).getTotalSpace()) / GIB);
        } catch (IOException | SecurityException unreadable) {
            return new HostDisk(
                    OptionalLong.empty(),
                    Optional.of("the size of the disk cannot be read: expected " + path
                            + " to lie on a file system that is mounted, but got: " + FailureWords.of(unreadable)));
        }
    }
}
