package dev.berth.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A file by which operators say who may come in. It is read whole, within a bound, and only if nobody else can write
 * it.
 */
public final class SecretFile {
    private SecretFile() {}

    /**
     * What stands in it now.
     *
     * @throws UnusableFileException if it cannot be read, is too long, or is not for its owner alone to write
     */
    public static byte[] read(Path path, int bytesMax) {
        try (InputStream in = Files.newInputStream(path)) {
            requireOwners(path);
            byte[] bytes = in.readNBytes(bytesMax + 1);
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
