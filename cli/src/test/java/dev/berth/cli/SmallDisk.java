package dev.berth.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A disk of a few megabytes that one process of {@code berth} sees, in a mount namespace of its own. It is in memory,
 * needs no rights of the tests, and is gone with the process.
 */
final class SmallDisk {
    private static final String BALLAST = "ballast";

    private final Path mount;
    private final long bytes;

    /**
     * @param mount an empty directory that the disk is seen at
     */
    SmallDisk(Path mount, long bytes) throws IOException {
        this.mount = Files.createDirectories(mount);
        this.bytes = bytes;
    }

    /** Whether this system lets us have one. */
    static boolean isPossible() throws IOException, InterruptedException {
        Process trial = new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                .redirectErrorStream(true)
                .start();
        return trial.waitFor(10, TimeUnit.SECONDS) && trial.exitValue() == 0;
    }

    /** Begins a command whose data directory is on this disk. */
    BerthProcess begin(String... arguments) throws IOException {
        List<String> beginner = List.of(
                "unshare",
                "-rm",
                "bash",
                "-c",
                "mount -t tmpfs -o size=" + bytes + " tmpfs '" + mount + "' && exec \"$@\"",
                "bash");
        return BerthProcess.begin(beginner, mount.resolve("data"), arguments);
    }

    /** Leaves so many bytes free, whatever else the process has written. */
    void leaveFree(BerthProcess process, long free) throws IOException {
        Path seen = Path.of("/proc/" + process.pid() + "/root")
                .resolve(mount.toString().substring(1));
        try (RandomAccessFile ballast =
                new RandomAccessFile(seen.resolve(BALLAST).toFile(), "rw")) {
            long spare = Files.getFileStore(seen).getUsableSpace();
            long wanted = Math.max(0, ballast.length() + spare - free);
            if (wanted < ballast.length()) {
                ballast.setLength(wanted);
                return;
            }
            // What is not written takes no room.
            ballast.seek(ballast.length());
            byte[] page = new byte[4096];
            while (ballast.length() + page.length <= wanted) {
                ballast.write(page);
            }
        } catch (IOException e) {
            // The process writes as well, and may be the one that gets the last bytes.
            if (free > 0) {
                throw e;
            }
        }
    }
}
