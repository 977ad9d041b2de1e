package dev.berth.projector;

import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for the libraries that a process unpacks. Only what has a name of theirs is taken away there: who names a
 * project's own directory for the data has other files in one of that name. Where somebody else could exchange what
 * is in it, another is taken: it is run.
 */
public final class LibraryDir {
    private static final Logger LOG = LoggerFactory.getLogger(LibraryDir.class);
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
     * @return the directory, or one within it where it has other files, which are left as they are; or one of this
     *     process alone among the temporary files, where others could exchange what is in those
     * @throws IOException also if there would have to be such a one and cannot be; its message says why
     */
    static Path emptied(Path dir) throws IOException {
        Files.createDirectories(dir);
        Path room = isOurs(dir) ? dir : Files.createDirectories(dir.resolve(WITHIN));
        if (Files.getFileStore(room).supportsFileAttributeView("posix")) {
            Optional<String> distrust = closed(room, dir);
            if (distrust.isPresent()) {
                return elsewhere(distrust.get());
            }
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(room, LibraryDir::isLibrary)) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
        return room;
    }

    /** Takes the rights of others where they are ours to take; who could exchange what is there all the same. */
    private static Optional<String> closed(Path room, Path dir) throws IOException {
        DirTrust trust = DirTrust.of(userOf(room));
        Optional<String> owner = trust.distrustOwner(room);
        if (owner.isPresent()) {
            return owner;
        }
        if (isOurs(room)) {
            Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwx------"));
        }
        for (Path each : new Path[] {room, dir, dir.toAbsolutePath().getParent()}) {
            Optional<String> distrust = trust.distrust(each);
            if (distrust.isPresent()) {
                return distrust;
            }
        }
        return Optional.empty();
    }

    private static Path elsewhere(String distrust) throws IOException {
        String reason = distrust + ", who could exchange native code that is run from there";
        try {
            Path room = Files.createTempDirectory("berth-native");
            room.toFile().deleteOnExit();
            LOG.warn("{}, so it is unpacked into {}. Give Berth a data directory of its own.", reason, room);
            return room;
        } catch (IOException e) {
            throw new IOException(
                    reason + ", and none can be unpacked among the temporary files (" + FailureWords.of(e)
                            + "); take that from them (chown, chmod go-w), or name another directory with --data-dir",
                    e);
        }
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
