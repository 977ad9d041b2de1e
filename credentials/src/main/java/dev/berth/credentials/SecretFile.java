package dev.berth.credentials;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file by which operators say who may come in. It is read whole, within a bound, and only if nobody else can write
 * it.
 */
public final class SecretFile {
    /** For what is no file of a disk, such as the pipe of a command that makes it. */
    private static final Duration PIPE_TIME = Duration.ofSeconds(10);

    private SecretFile() {}

    /**
     * What stands in it now.
     *
     * @throws UnusableFileException if it cannot be read, is too long, or is not for its owner alone to write
     */
    public static byte[] read(Path path, int bytesMax) {
        try {
            byte[] bytes = first(path, bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new UnusableFileException(path + " is larger than " + bytesMax + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new UnusableFileException(path + " is not there");
        } catch (IOException e) {
            throw new UnusableFileException(path + " cannot be read: "
                    + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()));
        }
    }

    /**
     * Its first bytes, as many as there are and may be.
     *
     * @throws IOException if it cannot be read, or is a pipe that is not written to its end in time
     * @throws UnusableFileException if it is not for its owner alone to write
     */
    public static byte[] first(Path path, int bytes) throws IOException {
        return first(path, bytes, PIPE_TIME);
    }

    static byte[] first(Path path, int bytes, Duration pipeTime) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            return firstNow(path, bytes);
        }
        // Even to open a pipe takes until somebody writes to it, and nothing interrupts that.
        FutureTask<byte[]> reading = new FutureTask<>(() -> firstNow(path, bytes));
        Thread thread = new Thread(reading, "pipe");
        thread.setDaemon(true);
        thread.start();
        try {
            return reading.get(pipeTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new IOException("nobody wrote it to its end within " + pipeTime.toSeconds() + " s", late);
        } catch (ExecutionException e) {
            Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
            Throwables.throwIfUnchecked(e.getCause());
            throw new IllegalStateException("expected to read a file or fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static byte[] firstNow(Path path, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            requireOwners(path);
            return in.readNBytes(bytes);
        }
    }

    /**
     * Refuses a file that not only its owner can write.
     *
     * @throws UnusableFileException if others can
     */
    public static void requireOwners(Path path) throws IOException {
        if (isFor(path, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE)) {
            throw new UnusableFileException(path
                    + " can be written by others than its owner, who could let in whom they like: chmod go-w " + path);
        }
    }

    /** Whether every account on this machine can read it. */
    public static boolean isReadableByAll(Path path) {
        try {
            return isFor(path, PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    /** On file systems without such permissions, they say nothing. */
    private static boolean isFor(Path path, PosixFilePermission... any) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        for (PosixFilePermission permission : any) {
            if (permissions.contains(permission)) {
                return true;
            }
        }
        return false;
    }
}
