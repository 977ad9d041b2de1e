package dev.berth.projector;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/**
 * A directory for the libraries that a process unpacks. Only what has a name of theirs is taken away there: who names a
 * project's own directory for the data has other files in one of that name.
 */
public final class LibraryDir {
    /** As RocksDB, snappy, zstd and Netty name what they unpack: with a version or a random number, but for RocksDB. */
    private static final Pattern LIBRARY = Pattern.compile("(librocksdbjni[\\w-]*"
            + "|snappy-[\\d.]+-[\\da-f-]{36}-(lib)?snappyjava"
            + "|(lib)?zstd-jni-[\\d.-]+"
            + "|(lib)?netty_\\w+)\\.(so|jnilib|dylib|dynlib|dll)");

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
     */
    static Path emptied(Path dir) throws IOException {
        Files.createDirectories(dir);
        Path room = isOurs(dir) ? dir : Files.createDirectories(dir.resolve(WITHIN));
        if (isOurs(room) && Files.getFileStore(room).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwx------"));
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(room, LibraryDir::isLibrary)) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
        return room;
    }

    private static boolean isLibrary(Path path) {
        return LIBRARY.matcher(path.getFileName().toString()).matches()
                && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
