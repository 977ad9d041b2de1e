package dev.berth.cli.serve;

import dev.berth.events.json.FailureWords;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Finds before anything is written whether this process may keep its data in a directory. Kafka and RocksDB would find
 * it one file at a time, late, and say it in traces. Changes nothing.
 */
final class DataDirCheck {
    private static final String ANOTHER = ", or name another directory with --data-dir";

    private DataDirCheck() {}

    /**
     * Whether the directory is there; what cannot be one is refused.
     *
     * @throws CannotRunException if it, or what it would be made in, is a file or a link that leads nowhere
     */
    static boolean isThere(Path dir) throws IOException {
        for (Path each = dir; each != null; each = each.getParent()) {
            if (Files.isDirectory(each)) {
                return each.equals(dir);
            }
            if (Files.exists(each)) {
                throw new CannotRunException(
                        each.equals(dir)
                                ? dir + " is a file; name a directory with --data-dir"
                                : dir + " cannot be made, because " + each + " is a file; name a directory with"
                                        + " --data-dir");
            }
            if (Files.isSymbolicLink(each)) {
                throw new CannotRunException(each + " is a link to " + Files.readSymbolicLink(each)
                        + ", which is not there; make that directory" + ANOTHER);
            }
        }
        return false;
    }

    /** Requires that a directory can be made here, which is not there. */
    static void requireMakeable(Path dir) throws IOException {
        Path above = dir.getParent();
        while (above != null && !Files.isDirectory(above)) {
            above = above.getParent();
        }
        if (above != null && !(Files.isWritable(above) && Files.isExecutable(above))) {
            throw refusal(dir, above, "write in");
        }
    }

    /**
     * Requires that all files can be read, and those written that anybody may write, and that files can be made in all
     * directories. Follows no links. What nobody may write is so on purpose, as snapshots of Kafka's are.
     *
     * @param dir which is there
     */
    static void requireUsable(Path dir) throws IOException {
        Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                if (!(Files.isWritable(each) && Files.isReadable(each) && Files.isExecutable(each))) {
                    throw refusal(dir, each, "write in");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (!Files.isReadable(file)) {
                        throw refusal(dir, file, "read");
                    }
                    if (!Files.isWritable(file) && isMeantToBeWritten(file)) {
                        throw refusal(dir, file, "write");
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Something else may delete its own files meanwhile.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw refusal(dir, file, "read");
            }
        });
    }

    private static boolean isMeantToBeWritten(Path file) throws IOException {
        return !Files.getFileStore(file).supportsFileAttributeView("posix")
                || Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_WRITE);
    }

    /** Why a path may not be used, in a sentence with what would help. */
    private static CannotRunException refusal(Path dir, Path path, String verb) {
        String begin = "the data directory " + dir + " cannot be used: ";
        try {
            if (Files.getFileStore(path).isReadOnly()) {
                return new CannotRunException(begin + "the file system of " + path
                        + " is mounted read-only; mount it for reading and writing" + ANOTHER);
            }
            String user = System.getProperty("user.name");
            String owner = Files.getOwner(path).getName();
            return owner.equals(user)
                    ? new CannotRunException(begin + "this process may not " + verb + " " + path
                            + ", although it is its user's, " + user + "; see to its permissions (chmod u+rw)"
                            + ANOTHER)
                    : new CannotRunException(
                            begin + path + " belongs to " + owner + ", and this process, which runs as "
                                    + user + ", may not " + verb + " it; give it to that user (chown -R " + user + " "
                                    + (path.startsWith(dir) ? dir : path) + ")" + ANOTHER);
        } catch (IOException e) {
            return new CannotRunException(begin + path + ": " + FailureWords.of(e), e);
        }
    }
}
