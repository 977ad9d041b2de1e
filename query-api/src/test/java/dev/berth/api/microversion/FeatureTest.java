package dev.berth.api.microversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.schema.SchemaFamily;
import dev.berth.api.schema.Schemas;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a step of docs/checklists/new-microversion.md was forgotten, one of these fails. */
class FeatureTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path DOCS = Path.of("../docs");

    @Test
    void bringsOneDifferenceWithEveryVersionBehindTheFirst() {
        assertThat(Arrays.stream(Feature.values()).map(Feature::sinceMinor))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, Microversion.MAX.minor())
                        .boxed()
                        .toList());
    }

    /** What a version brings is a question that some class asks, or a schema that begins to hold. */
    @Test
    void bringsNothingInNameOnly() throws IOException, IllegalAccessException {
        List<String> sources = sources();
        Set<Microversion> schemas = beginningsOfSchemas();
        for (Feature feature : Feature.values()) {
            Pattern question = Pattern.compile("\\bFeature\\." + feature + "\\b");
            boolean isAsked =
                    sources.stream().anyMatch(text -> question.matcher(text).find());
            assertThat(isAsked || schemas.contains(feature.since()))
                    .as(feature + " is asked for, or a schema begins at " + feature.since())
                    .isTrue();
        }
    }

    /** The other way round: a schema that begins at a version has a name for what came then. */
    @Test
    void beginsEachSchemaAtAVersionThatThereIs() throws IllegalAccessException {
        assertThat(beginningsOfSchemas())
                .allSatisfy(since -> assertThat(since).isBetween(Microversion.MIN, Microversion.MAX));
    }

    @Test
    void isServedUpToTheVersionThatReadersAreTold() throws IOException {
        String range = Microversion.MIN + " to " + Microversion.MAX;
        assertThat(Files.readString(Path.of("../README.md"))).contains(range);
        assertThat(Files.readString(DOCS.resolve("placement-compatibility.md"))).contains(range);
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                sources.add(Files.readString(file));
            }
        }
        assertThat(sources).hasSizeGreaterThan(100);
        return sources;
    }

    private static Set<Microversion> beginningsOfSchemas() throws IllegalAccessException {
        Set<Microversion> beginnings = new TreeSet<>();
        for (Field field : Schemas.class.getFields()) {
            if (field.get(null) instanceof SchemaFamily family) {
                beginnings.addAll(family.files().keySet());
            }
        }
        assertThat(beginnings).isNotEmpty();
        return beginnings;
    }
}
