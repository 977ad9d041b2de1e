package dev.berth.projector;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.regex.Pattern;

/**
 * A directory for the libraries that a process unpacks. Only what has a name of theirs is taken away there: who names a
 * project's own directory for the data has other files in one of that name. Nobody else may be able to exchange what is
 * in it, because that is run.
 */
public final class LibraryDir {
    private static final String PROBE = "berth_probe";

    /** As RocksDB, snappy, zstd and Netty name what they unpack: with a version or a random number, but for RocksDB. */
    private static final Pattern LIBRARY = Pattern.compile("(librocksdbjni[\\w-]*"
            + "|snappy-[\\d.]+-[\\da-f-]{36}-(lib)?snappyjava"
            + "|(lib)?zstd-jni-[\\d.-]+"
            + "|(lib)?netty_\\w+"
            + "|" + PROBE + "\\d+)\\.(so|jnilib|dylib|dynlib|dll)");

    /** In a directory with files of somebody else's. */
    private static final String WITHIN = "berth";

    private LibraryDir() {}

    /** Whether nothing is in a directory but what was unpacked there, if that. */
    public static boolean isOurs(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
            for (Path each : entries) {
                if (!isLibrary(each)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Makes room for libraries: without those of an earlier process, and its owner's alone.
     *
     * @param dir made if it is not there
     * @return the directory, or one within it where it has other files, which are left as they are
     * @throws IOException also if others could exchange what is unpacked there; its message says where
     */
    static Path emptied(Path dir) throws IOException {
        Files.createDirectories(dir);
        Path room = isOurs(dir) ? dir : Files.createDirectories(dir.resolve(WITHIN));
        if (Files.getFileStore(room).supportsFileAttributeView("posix")) {
            DirTrust trust = DirTrust.of(userOf(room));
            trust.requireOwner(room);
            if (isOurs(room)) {
                Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwx------"));
            }
            trust.require(room);
            trust.require(dir);
            trust.require(dir.toAbsolutePath().getParent());
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(room, LibraryDir::isLibrary)) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
        return room;
    }

    /** As whom this process makes files there: a user of a container may have no name, and a mount may change it. */
    private static UserPrincipal userOf(Path dir) throws IOException {
        Path probe = Files.createTempFile(dir, PROBE, ".so");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static boolean isLibrary(Path path) {
        return LIBRARY.matcher(path.getFileName().toString()).matches()
                && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
