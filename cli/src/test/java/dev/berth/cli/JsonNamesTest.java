package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names in the JSON that Berth prints and answers are of small letters, with underscores between words. */
class JsonNamesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Confluent's registry and OpenAPI have names of their own. */
    private static final Pattern OF_OTHERS = Pattern.compile("/embedded/|/confluent-client/|/api/openapi/");

    private static final Pattern NAME =
            Pattern.compile("\\.(?:put|putObject|putArray|putNull|set)\\(\\s*\"([a-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*)\"");

    @Test
    void haveNoCapitalsInside() throws IOException {
        List<Path> modules;
        try (Stream<Path> entries = Files.list(ROOT)) {
            modules = entries.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        assertThat(modules).hasSizeGreaterThan(10);
        Set<String> found = new TreeSet<>();
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(JsonNamesTest::isOurs).toList()) {
                    NAME.matcher(Files.readString(file))
                            .results()
                            .forEach(name -> found.add(ROOT.relativize(file) + ": " + name.group(1)));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean isOurs(Path file) {
        return file.toString().endsWith(".java")
                && !OF_OTHERS.matcher(file.toString()).find();
    }
}
