package dev.berth.auditor.proof;

import dev.berth.events.json.FailureWords;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is there as a whole or not at all: written beside its place, flushed to the disk, and moved there. What
 * was there before is kept until then. For one thread.
 */
public final class NewFile implements AutoCloseable {
    private final Path place;
    private final Path beside;
    private final FileOutputStream out;

    /** @throws UnusableProofException if it cannot be made */
    public NewFile(Path place) {
        this.place = place.toAbsolutePath();
        this.beside = this.place.resolveSibling(this.place.getFileName() + ".part");
        try {
            this.out = new FileOutputStream(beside.toFile());
        } catch (IOException e) {
            throw new UnusableProofException("cannot write " + place + ": " + FailureWords.of(e), e);
        }
    }

    OutputStream out() {
        return out;
    }

    /** It is complete. */
    void keep() throws IOException {
        out.flush();
        out.getFD().sync();
        out.close();
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing behind if it was not completed. */
    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            throw new UnusableProofException("cannot remove " + beside + ": " + FailureWords.of(e), e);
        }
    }
}
