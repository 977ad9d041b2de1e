package dev.berth.projector;

import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.rocksdb.NativeLibraryLoader;

/**
 * Has the native libraries that come in jars unpacked where a process keeps its data, and not where everybody may
 * write: what is unpacked is run. Nor does it matter then whether anything may be run from the directory for temporary
 * files. Once for a process, which keeps what it has loaded; to be called before anything else.
 */
public final class NativeLibraries {
    /** RocksDB's own setting for the directory; an operator who sets it is obeyed. */
    private static final String ROCKSDB_ENVIRONMENT = "ROCKSDB_SHAREDLIB_DIR";

    private static boolean isDone;

    private NativeLibraries() {}

    /**
     * @param dir made if it is not there; what an earlier process has left in it is taken away
     * @throws UncheckedIOException if a library cannot be unpacked there, or not be loaded; its message says why
     */
    public static synchronized void unpackInto(Path dir) {
        if (isDone) {
            return;
        }
        try {
            empty(dir);
            String path = dir.toAbsolutePath().toString();
            setUnlessGiven("org.xerial.snappy.tempdir", path);
            setUnlessGiven("ZstdTempFolder", path);
            setUnlessGiven("io.netty.tmpdir", path);
            String rocksDb =
                    Optional.ofNullable(System.getenv(ROCKSDB_ENVIRONMENT)).orElse(path);
            load(rocksDb);
            isDone = true;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the native libraries cannot be unpacked into " + dir + ": " + FailureWords.of(e), e);
        }
    }

    private static void load(String dir) throws IOException {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(dir);
        } catch (UnsatisfiedLinkError e) {
            String reason = e.getMessage().substring(e.getMessage().lastIndexOf(": ") + 1);
            throw new UncheckedIOException(
                    "the native library of RocksDB was unpacked into " + dir + " and cannot be loaded from there:"
                            + reason + "; a file system that is mounted noexec lets none be loaded",
                    new IOException(e));
        }
    }

    private static void empty(Path dir) throws IOException {
        Files.createDirectories(dir);
        if (Files.getFileStore(dir).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(dir)) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
