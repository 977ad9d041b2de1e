package dev.berth.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that was ever released can read what is written now, and the other way round. */
class ReleasedSchemasTest {
    private static final String DECISION = "dev.berth.avro.decision.Decision";

    @TestFactory
    Stream<DynamicTest> staysCompatibleWithEveryRelease() {
        return Schemas.whole().values().stream()
                .map(schema -> DynamicTest.dynamicTest(
                        schema.getFullName(),
                        () -> assertThat(differences(schema)).isEmpty()));
    }

    @Test
    void keepsEverythingThatWasReleased() {
        Map<String, Schema> now = Schemas.all();
        assertThat(Schemas.releases()).isNotEmpty();
        for (String release : Schemas.releases()) {
            assertThat(fields(now.values()))
                    .as("fields of release " + release)
                    .containsAll(fields(Schemas.released(release).values()));
        }
    }

    /**
     * A schema that is changed or added belongs to the release to come: see src/test/released/README.md for how to
     * freeze it.
     */
    @Test
    void hasFrozenEverySchemaAsItIsNow() {
        String latest = Schemas.releases().get(Schemas.releases().size() - 1);
        assertThat(forms(Schemas.released(latest)))
                .as("the schemas of release " + latest)
                .isEqualTo(forms(Schemas.whole()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a required field is added   | "fields":[                      | "fields":[{"name":"region","type":"string"},
            a required field is renamed | "name":"commandKind"            | "name":"kindOfCommand"
            a field changes its type    | "name":"rulesVersion","type":"int" | "name":"rulesVersion","type":"string"
            a number becomes wider      | "name":"rulesVersion","type":"int" | "name":"rulesVersion","type":"long"
            a text becomes an enum      | "name":"code","type":"string"   | \
            "name":"code","type":{"type":"enum","name":"Code","symbols":["A"]}
            """)
    void noticesWhatBreaksAReader(String change, String text, String replacement) {
        Schema changed = SchemaParser.parseSingle(replaceFirst(decision().toString(), text, replacement));
        assertThat(differences(changed)).as(change).isNotEmpty();
    }

    @Test
    void permitsAnotherOptionalField() {
        String optional = "\"fields\":[{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null},";
        Schema changed = SchemaParser.parseSingle(replaceFirst(decision().toString(), "\"fields\":[", optional));
        assertThat(differences(changed)).isEmpty();
    }

    private static Map<String, String> forms(Map<String, Schema> schemas) {
        Map<String, String> forms = new TreeMap<>();
        schemas.forEach((name, schema) -> forms.put(name, SchemaNormalization.toParsingForm(schema)));
        return forms;
    }

    private static Schema decision() {
        return Schemas.released(Schemas.releases().get(0)).get(DECISION);
    }

    private static String replaceFirst(String text, String part, String replacement) {
        int at = text.indexOf(part);
        assertThat(at).as("where " + part + " stands").isNotNegative();
        return text.substring(0, at) + replacement + text.substring(at + part.length());
    }

    private static List<String> differences(Schema schema) {
        List<AvroSchema> earlier = Schemas.releases().stream()
                .map(Schemas::released)
                .filter(release -> release.containsKey(schema.getFullName()))
                .map(release -> new AvroSchema(release.get(schema.getFullName())))
                .collect(Collectors.toList());
        return CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(new AvroSchema(schema), earlier);
    }

    /**
     * The full names of all fields of the records, however deep. An optional field may vanish for Avro, but not from a
     * log.
     */
    private static Set<String> fields(Iterable<Schema> schemas) {
        Set<String> fields = new TreeSet<>();
        schemas.forEach(schema -> collectFields(schema, fields));
        return fields;
    }

    private static void collectFields(Schema schema, Set<String> fields) {
        switch (schema.getType()) {
            case ARRAY -> collectFields(schema.getElementType(), fields);
            case UNION -> schema.getTypes().forEach(type -> collectFields(type, fields));
            case RECORD ->
                schema.getFields().forEach(field -> {
                    if (fields.add(schema.getFullName() + "." + field.name())) {
                        collectFields(field.schema(), fields);
                    }
                });
            default -> {}
        }
    }
}
