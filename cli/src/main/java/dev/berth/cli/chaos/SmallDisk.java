package dev.berth.cli.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A disk of a few hundred megabytes for one instance: a tmpfs in a mount namespace that a process holds, which ends
 * with this one. It needs no rights but those of user namespaces, and survives a kill of the instance. What is on it is
 * gone in the end.
 */
final class SmallDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";
    private static final int TRIAL_SECONDS = 10;

    private final Path mount;
    private final Process holder;

    private SmallDisk(Path mount, Process holder) {
        this.mount = mount;
        this.holder = holder;
    }

    /** A disk that is seen at an empty directory; empty if this system lets us have none. */
    static Optional<SmallDisk> open(Path mount, long bytes) {
        try {
            Files.createDirectories(mount);
            Process holder = new ProcessBuilder(
                            "unshare",
                            "-rm",
                            "sh",
                            "-c",
                            "mount -t tmpfs -o size=" + bytes + " tmpfs \"$0\" && echo held && read end",
                            mount.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            SmallDisk disk = new SmallDisk(mount, holder);
            if (!disk.isHeld() || !disk.isEntered()) {
                disk.close();
                return Optional.empty();
            }
            return Optional.of(disk);
        } catch (IOException unknownProgram) {
            return Optional.empty();
        }
    }

    /** Its first word, within the time of a trial. */
    private boolean isHeld() {
        return CompletableFuture.supplyAsync(() -> holder.inputReader().lines().findFirst())
                .completeOnTimeout(Optional.empty(), TRIAL_SECONDS, TimeUnit.SECONDS)
                .exceptionally(unreadable -> Optional.empty())
                .join()
                .filter("held"::equals)
                .isPresent();
    }

    private boolean isEntered() {
        List<String> trial = new ArrayList<>(beginner());
        trial.add("true");
        try {
            Process entered = new ProcessBuilder(trial)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return entered.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && entered.exitValue() == 0;
        } catch (IOException unknownProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What begins a program that sees this disk. */
    List<String> beginner() {
        return List.of("nsenter", "--preserve-credentials", "-U", "-m", "-t", Long.toString(holder.pid()));
    }

    /** Where this process sees what is on it. */
    Path seen() {
        return Path.of("/proc/" + holder.pid() + "/root")
                .resolve(mount.toString().substring(1));
    }

    /** Leaves so many bytes free at most, whatever else is there. */
    void leaveFree(long free) throws IOException {
        try (RandomAccessFile ballast =
                new RandomAccessFile(seen().resolve(BALLAST).toFile(), "rw")) {
            // What is not written takes no room.
            ballast.seek(ballast.length());
            byte[] page = new byte[4096];
            while (Files.getFileStore(seen()).getUsableSpace() >= free + page.length) {
                ballast.write(page);
            }
        } catch (IOException e) {
            // The instance writes as well, and may be the one that gets the last bytes.
            if (free > 0) {
                throw e;
            }
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(seen().resolve(BALLAST));
    }

    @Override
    public void close() {
        holder.descendants().forEach(ProcessHandle::destroyForcibly);
        holder.destroyForcibly();
    }
}
