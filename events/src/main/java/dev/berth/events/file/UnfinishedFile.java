package dev.berth.events.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A file that has its name only once all of it is on the disk. Until then it stands in the same folder under a name of
 * its own, so that two who write a file of one name do not meet, and it is gone if the program ends before. For one
 * thread.
 */
public final class UnfinishedFile implements AutoCloseable {
    private static final String ENDING = ".unfinished";
    private static final FileAttribute<?> OWNERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Path beside;
    private final FileChannel channel;
    private final boolean isReplacing;
    private boolean isKept;

    private UnfinishedFile(Path file, boolean isReplacing, FileAttribute<?>... attributes) throws IOException {
        this.isReplacing = isReplacing;
        Path named = file.toAbsolutePath().normalize();
        this.file = isReplacing ? whereItLeads(named) : named;
        requireFree();
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        this.beside = folder.resolve(this.file.getFileName() + "." + UUID.randomUUID() + ENDING);
        this.channel =
                FileChannel.open(beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
        // A program that is told to end does not come to close it.
        beside.toFile().deleteOnExit();
    }

    /**
     * Begins a file that is its owner's alone and never takes the place of another.
     *
     * @throws FileAlreadyExistsException if there is one of that name
     * @throws IOException if it cannot be made
     */
    public static UnfinishedFile ofOwner(Path file) throws IOException {
        return new UnfinishedFile(file, false, OWNERS_ALONE);
    }

    /**
     * Begins a file that takes the place of the one of that name, if there is one; until it is kept, that is there.
     * Where the name is a link, the link stays, and the file that it leads to is the one whose place is taken.
     *
     * @throws FileSystemException with a reason, if there is something of that name that is no regular file
     * @throws IOException if it cannot be made
     */
    public static UnfinishedFile inPlaceOf(Path file) throws IOException {
        return new UnfinishedFile(file, true);
    }

    private Path folder() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** The file behind a link; the name itself where nothing is yet. */
    private static Path whereItLeads(Path named) throws IOException {
        if (Files.isRegularFile(named)) {
            return named.toRealPath();
        }
        if (Files.isSymbolicLink(named) && !Files.exists(named)) {
            throw new FileSystemException(
                    named.toString(),
                    null,
                    "it is a link to " + Files.readSymbolicLink(named) + ", which is not there; name the file itself");
        }
        return named;
    }

    private void requireFree() throws FileSystemException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isReplacing) {
            throw new FileAlreadyExistsException(file.toString());
        }
        // A device would become a file, for everybody who uses it, and a pipe's readers would wait for ever.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    Files.isDirectory(file)
                            ? "it is a directory; name a file in it"
                            : "it is no regular file, and nothing else is replaced; name a file, or one that is not"
                                    + " there");
        }
    }

    /** Takes what is to be in it; not buffered. */
    public OutputStream out() {
        return Channels.newOutputStream(channel);
    }

    /**
     * All has been written: puts it on the disk, and gives it its name.
     *
     * @throws FileSystemException if something has the name by now whose place it does not take
     * @throws IOException if the disk does not take it
     */
    public void keep() throws IOException {
        channel.force(true);
        channel.close();
        requireFree();
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        isKept = true;
        // Or the name could be lost with the power, and with it the file.
        try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Leaves nothing behind of what was not kept, also where the disk is full. */
    @Override
    public void close() throws IOException {
        if (isKept) {
            return;
        }
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
