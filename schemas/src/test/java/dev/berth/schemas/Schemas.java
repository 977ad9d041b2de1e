package dev.berth.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schemas of this module, as they are now and as they were released, by the full names of their records. */
final class Schemas {
    private static final Path NOW = Path.of("src/main/avro");
    private static final Path RELEASED = Path.of("src/test/released");

    private Schemas() {}

    /** Every record there is now. */
    static Map<String, Schema> all() {
        SchemaParser parser = new SchemaParser();
        for (Path file : files(NOW)) {
            try {
                parser.parse(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Map<String, Schema> schemas = new TreeMap<>();
        parser.getParsedNamedSchemas().forEach(schema -> schemas.put(schema.getFullName(), schema));
        return schemas;
    }

    /** Those that no other record is made of: what is written as a whole to a topic or to a store. */
    static Map<String, Schema> whole() {
        Map<String, Schema> schemas = all();
        Set<String> parts = new TreeSet<>();
        schemas.values()
                .forEach(schema -> schema.getFields().forEach(field -> parts.addAll(recordsIn(field.schema()))));
        schemas.keySet().removeAll(parts);
        return schemas;
    }

    /** The names of the releases, the oldest first. */
    static List<String> releases() {
        try (Stream<Path> directories = Files.list(RELEASED)) {
            return directories
                    .filter(Files::isDirectory)
                    .map(directory -> directory.getFileName().toString())
                    .sorted(Comparator.comparing(Version::parse))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written as a whole by that release. */
    static Map<String, Schema> released(String release) {
        Map<String, Schema> schemas = new TreeMap<>();
        for (Path file : files(RELEASED.resolve(release))) {
            try {
                Schema schema = SchemaParser.parseSingle(file);
                schemas.put(schema.getFullName(), schema);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return schemas;
    }

    static Path releasedFile(String release, Schema schema) {
        return RELEASED.resolve(release).resolve(schema.getFullName() + ".avsc");
    }

    private static Set<String> recordsIn(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> Set.of(schema.getFullName());
            case ARRAY -> recordsIn(schema.getElementType());
            case MAP -> recordsIn(schema.getValueType());
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(type -> recordsIn(type).stream())
                        .collect(Collectors.toSet());
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> Set.of();
        };
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
