package dev.berth.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A new file, its owner's alone, that has its name only once all of it is on the disk. Until then it stands in the same
 * folder under a name of its own, so that two who write a file of one name do not meet, and it is gone if the program
 * ends before. It never takes the place of another file. For one thread.
 */
public final class UnfinishedFile implements AutoCloseable {
    private static final String ENDING = ".unfinished";

    private final Path file;
    private final Path beside;
    private final FileChannel channel;
    private boolean isKept;

    /**
     * Begins a file.
     *
     * @throws FileAlreadyExistsException if there is one of that name
     * @throws IOException if it cannot be made
     */
    public UnfinishedFile(Path file) throws IOException {
        this.file = file.toAbsolutePath().normalize();
        requireNone();
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        this.beside = Files.createTempFile(folder, this.file.getFileName() + ".", ENDING);
        // A program that is told to end does not come to close it.
        beside.toFile().deleteOnExit();
        this.channel = FileChannel.open(beside, StandardOpenOption.WRITE);
    }

    private Path folder() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private void requireNone() throws FileAlreadyExistsException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    /** Takes what is to be in it; not buffered. */
    public OutputStream out() {
        return Channels.newOutputStream(channel);
    }

    /**
     * All has been written: puts it on the disk, and gives it its name.
     *
     * @throws FileAlreadyExistsException if another file has the name by now
     * @throws IOException if the disk does not take it
     */
    public void keep() throws IOException {
        channel.force(true);
        channel.close();
        requireNone();
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
