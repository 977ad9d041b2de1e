package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoundedJsonTest {
    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThatCode(() -> BoundedJson.mapper().readTree("[".repeat(16) + "]".repeat(16)))
                .doesNotThrowAnyException();
        for (String text : List.of("[".repeat(17), "{\"a\":".repeat(100_000), "9".repeat(1_001))) {
            assertThatThrownBy(() -> BoundedJson.mapper().readTree(text))
                    .isInstanceOf(StreamConstraintsException.class);
        }
    }

    /** The registry inside has bounds of its own, because it knows nothing of Berth. */
    @Test
    void isTheOnlyReaderInAllSources() throws IOException {
        List<String> own = List.of("BoundedJson.java", "RegistryJson.java");
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<String> others = files.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java")
                            && !own.contains(file.getFileName().toString()))
                    .filter(BoundedJsonTest::makesAReader)
                    .map(Path::toString)
                    .toList();
            assertThat(others).as("read JSON without bounds; use BoundedJson").isEmpty();
        }
    }

    /** Factories make writers too, and those have nothing to bound. */
    private static boolean makesAReader(Path file) {
        try {
            String source = Files.readString(file);
            return source.contains("new ObjectMapper(")
                    || source.contains("createParser(") && source.contains("new JsonFactory(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
