package dev.berth.events.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzzers once found, and a few cases more, in every build. */
class RecordCorpusTest {
    private static final Path CORPUS = Path.of("src/test/fuzz");

    private final RecordReaders readers = new RecordReaders();

    @Test
    void answersWhatWasFoundWithAResult() throws IOException {
        List<byte[]> found = new ArrayList<>(List.of(new byte[0], new byte[5], new byte[64]));
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file : files.sorted().toList()) {
                found.add(Files.readAllBytes(file));
            }
        }
        found.forEach(readers::readAll);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            readers.readAll(
                    Mutation.of(found.get(random.nextInt(found.size())), found.subList(1, found.size()), 0, random));
        }
    }
}
