package dev.berth.projector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of one copy of the stores. It is drawn where a directory holds no stores, lies beside them and goes with
 * them, so anyone who comes back with the same name has what it had before. A place among the peers is kept for such a
 * name: Kafka gives a member that returns to its place its old partitions back without asking how warm its stores are.
 */
final class CopyName {
    private static final String FILE = "copy-name";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");

    /** Kafka Streams keeps the stores of one task, a partition, in a directory of this name. */
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

    private CopyName() {}

    /**
     * Reads the name of the stores in this directory, or draws one and writes it down.
     *
     * @param storesDir where Kafka Streams keeps the stores of the application; made if it is not there
     * @throws UncheckedIOException if the directory cannot be read or written
     */
    static String of(Path storesDir) {
        try {
            Files.createDirectories(storesDir);
            Optional<String> known = hasStores(storesDir) ? read(storesDir.resolve(FILE)) : Optional.empty();
            return known.isPresent() ? known.get() : draw(storesDir);
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of the stores, " + storesDir + ", cannot be used.", e);
        }
    }

    private static boolean hasStores(Path storesDir) throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(
                storesDir, entry -> TASK.matcher(entry.getFileName().toString()).matches())) {
            return tasks.iterator().hasNext();
        }
    }

    /** Empty if it is missing or damaged: then these stores are taken for another copy, which is always safe. */
    private static Optional<String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            String name = new String(in.readNBytes(17), StandardCharsets.ISO_8859_1);
            return Optional.of(name).filter(text -> NAME.matcher(text).matches());
        }
    }

    private static String draw(Path storesDir) throws IOException {
        String name = String.format("%016x", UUID.randomUUID().getMostSignificantBits());
        // Written aside first, so that a kill leaves a whole name or none.
        Path written = Files.writeString(storesDir.resolve(FILE + ".new"), name);
        Files.move(written, storesDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        return name;
    }
}
