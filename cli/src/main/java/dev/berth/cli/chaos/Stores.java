package dev.berth.cli.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What is done to the stores of an instance that is down. */
final class Stores {
    private Stores() {}

    /** Deletes all that is in its data directory. */
    static void wipe(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(data)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                if (!file.equals(data)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Copies all that can be read of a directory. */
    static void copy(Path from, Path to) {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep all of " + from + " in " + to, e);
        }
    }

    /** Flips so many bits anywhere in the files of RocksDB; how many there were to flip. */
    static int flipBits(Path data, int count, SplittableRandom random) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(data)) {
            files = tree.filter(Files::isRegularFile)
                    .filter(Stores::isOfRocksDb)
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
        for (int i = 0; i < count && !files.isEmpty(); i++) {
            Path file = files.get(random.nextInt(files.size()));
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                long at = random.nextLong(bytes.length());
                bytes.seek(at);
                int old = bytes.read();
                bytes.seek(at);
                bytes.write(old ^ 1 << random.nextInt(8));
            }
        }
        return files.isEmpty() ? 0 : count;
    }

    private static boolean isOfRocksDb(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".sst") || name.endsWith(".log") || name.startsWith("MANIFEST") || name.equals("CURRENT");
    }
}
