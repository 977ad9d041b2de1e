package dev.berth.cli.serve;

import dev.berth.events.json.FailureWords;
import dev.berth.events.model.Printable;
import dev.berth.projector.NativeLibraries;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a process keeps what it knows: its owner's alone, 0700, and so is all in it. The log, the stores and the
 * registry say who holds what in the whole cloud, and anyone who can write there can change it. Kafka and RocksDB make
 * their files as the process's umask says, which Java cannot set, so files made since the last start may be 0644
 * within a directory that lets nobody in; each start puts them right. For one thread.
 */
public final class DataDir {
    private static final Logger LOG = LoggerFactory.getLogger(DataDir.class);

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private DataDir() {}

    /**
     * Makes the directory if it is not there, and closes it and what is in it to all but its owner. One that holds
     * anything that is not Berth's keeps its permissions, and so does all that is in it.
     *
     * @throws CannotRunException if it cannot be made, is no directory, or this process may not use all that is in it
     */
    public static Path open(Path dir) {
        try {
            if (DataDirCheck.isThere(dir)) {
                DataDirCheck.requireUsable(dir);
                if (isPosix(dir)) {
                    close(dir);
                }
            } else {
                DataDirCheck.requireMakeable(dir);
                make(dir);
            }
            NativeLibraries.unpackInto(dir.resolve(OwnEntries.NATIVE));
            return dir;
        } catch (UncheckedIOException e) {
            throw new CannotRunException(
                    "the data directory " + dir + " cannot be used: " + FailureWords.withoutClasses(e.getMessage()), e);
        } catch (IOException e) {
            throw new CannotRunException("the data directory " + dir + " cannot be used: " + FailureWords.of(e), e);
        }
    }

    private static void make(Path dir) throws IOException {
        Path parent = dir.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (parent != null && isPosix(parent)) {
            Files.createDirectory(dir, PosixFilePermissions.asFileAttribute(OWNER));
        } else {
            Files.createDirectory(dir);
        }
    }

    private static void close(Path dir) throws IOException {
        Optional<Path> stranger = OwnEntries.strangerIn(dir);
        if (stranger.isPresent()) {
            LOG.warn(
                    "The data directory {} holds {}, which is not Berth's, so all permissions there are left as they"
                            + " are ({} for the directory). Give Berth a directory of its own.",
                    dir,
                    Printable.of(stranger.get().getFileName()),
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)));
            return;
        }
        boolean wasOpen = isOpen(Files.getPosixFilePermissions(dir));
        String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(dir));
        Closing closing = new Closing();
        closing.close(dir);
        for (Path own : OwnEntries.in(dir)) {
            Files.walkFileTree(own, closing);
        }
        if (closing.failed != null) {
            LOG.warn(
                    "The data directory {} is open to others and could not be closed: {}",
                    dir,
                    closing.failed.toString());
        } else if (wasOpen) {
            LOG.warn(
                    "The data directory {} was open to others ({}); it is its owner's alone from now on.", dir, before);
        }
    }

    private static boolean isPosix(Path dir) throws IOException {
        return Files.getFileStore(dir).supportsFileAttributeView("posix");
    }

    private static boolean isOpen(Set<PosixFilePermission> permissions) {
        return !OWNER.containsAll(permissions);
    }

    /** Takes from all files and directories what others may do with them; follows no links. */
    private static final class Closing extends SimpleFileVisitor<Path> {
        /** The first failure; the rest is closed all the same. */
        private IOException failed;

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return close(dir);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return attributes.isSymbolicLink() ? FileVisitResult.CONTINUE : close(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return note(failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, IOException failure) {
            return failure == null ? FileVisitResult.CONTINUE : note(failure);
        }

        private FileVisitResult close(Path path) {
            try {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
                if (isOpen(permissions)) {
                    EnumSet<PosixFilePermission> rest = EnumSet.copyOf(permissions);
                    rest.retainAll(OWNER);
                    Files.setPosixFilePermissions(path, rest);
                }
                return FileVisitResult.CONTINUE;
            } catch (IOException e) {
                return note(e);
            }
        }

        private FileVisitResult note(IOException failure) {
            // Something else may delete its own files meanwhile.
            if (!(failure instanceof NoSuchFileException) && failed == null) {
                failed = failure;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
