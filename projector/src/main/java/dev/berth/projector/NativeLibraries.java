package dev.berth.projector;

import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.rocksdb.NativeLibraryLoader;

/**
 * Has the native libraries that come in jars unpacked where a process keeps its data, and not where somebody else could
 * exchange them: what is unpacked is run. Nor does it matter then whether anything may be run from the directory for
 * temporary files. Once for a process, which keeps what it has loaded; to be called before anything else.
 */
public final class NativeLibraries {
    /** RocksDB's own setting for the directory; an operator who sets it is obeyed. */
    private static final String ROCKSDB_ENVIRONMENT = "ROCKSDB_SHAREDLIB_DIR";

    private static boolean isDone;

    private NativeLibraries() {}

    /**
     * @param dir made if it is not there; libraries that an earlier process has left in it are taken away. Where it has
     *     files of somebody else's, a directory within it is used, and where somebody else could exchange what is in
     *     it, one among the temporary files
     * @throws UncheckedIOException if a library cannot be unpacked, or cannot be loaded; its message says why
     */
    public static synchronized void unpackInto(Path dir) {
        if (isDone) {
            return;
        }
        try {
            String path = LibraryDir.emptied(dir).toAbsolutePath().toString();
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

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
