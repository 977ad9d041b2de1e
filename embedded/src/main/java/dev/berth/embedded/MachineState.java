package dev.berth.embedded;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a machine refuses a process. Kafka names no cause where it has to end, and what a write to its disk meets now,
 * or the start of a thread, is the usual one.
 */
final class MachineState {
    private static final String PROBE = "berth.probe";
    private static final int PROBE_BYTES = 4096;

    private MachineState() {}

    /** The end of a sentence about a node that had to end. */
    static String of(Path dir) {
        return (isThreadRefused() ? "; the system lets this process start no more threads" : "")
                + refusal(dir)
                        .map(reason -> "; a write there is answered \"" + reason + "\"")
                        .orElse("")
                + freeSpace(dir);
    }

    private static boolean isThreadRefused() {
        try {
            new Thread(() -> {}, "probe").start();
            return false;
        } catch (OutOfMemoryError refused) {
            return true;
        }
    }

    private static Optional<String> refusal(Path dir) {
        Path probe = dir.resolve(PROBE);
        try {
            Files.write(probe, new byte[PROBE_BYTES]);
            Files.delete(probe);
            return Optional.empty();
        } catch (FileSystemException e) {
            return Optional.of(Optional.ofNullable(e.getReason()).orElse("permission denied"));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String freeSpace(Path dir) {
        try {
            return "; " + Files.getFileStore(dir).getUsableSpace() + " bytes are free there";
        } catch (IOException e) {
            return "; how much is free there cannot be told: " + e.getMessage();
        }
    }
}
