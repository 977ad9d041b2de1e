package dev.berth.cli.process;

import dev.berth.events.json.FailureWords;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone with all it holds once it is closed. For one thread. */
public final class ScratchDir implements AutoCloseable {
    private final Path path;

    private ScratchDir(Path path) {
        this.path = path;
    }

    public static ScratchDir create() {
        try {
            return new ScratchDir(Files.createTempDirectory("berth-"));
        } catch (IOException e) {
            throw new CannotRunException("cannot make a temporary directory: " + FailureWords.of(e), e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
    }

    /** Deletes a directory with all it holds. */
    public static void delete(Path path) {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take away " + path, e);
        }
    }
}
