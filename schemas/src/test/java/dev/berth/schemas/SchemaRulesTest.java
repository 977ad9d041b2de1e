package dev.berth.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What every schema must keep to, so that it can be read by people and changed without breaking a reader. */
class SchemaRulesTest {
    private final Collection<Schema> records = Schemas.all().values();

    @Test
    void explainsEveryRecordAndEveryField() {
        assertThat(records)
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.getDoc()).isNotBlank());
        assertThat(fields(field -> field.doc() == null || field.doc().isBlank()))
                .isEmpty();
    }

    @Test
    void hasNoEnumAndNoUnionButWithNull() {
        assertThat(fields(field -> !canGrow(field.schema()))).isEmpty();
    }

    @Test
    void defaultsEveryOptionalFieldToNull() {
        assertThat(fields(field -> field.schema().isNullable() && field.defaultVal() != JsonProperties.NULL_VALUE))
                .isEmpty();
    }

    @Test
    void namesEveryRecordAfterItsFile() {
        assertThat(records)
                .allSatisfy(schema -> assertThat(Path.of(
                                "src/main/avro",
                                schema.getNamespace().replace("dev.berth.avro.", ""),
                                schema.getName() + ".avsc"))
                        .exists());
    }

    /** The id can be read of a command that makes no sense, and what travels beside a command stands behind it. */
    @Test
    void beginsEveryCommandWithItsIdAndEndsItWithWhoSentIt() {
        assertThat(records)
                .filteredOn(schema -> schema.getNamespace().equals("dev.berth.avro.command"))
                .filteredOn(schema -> schema.getField("commandId") != null || schema.getField("origin") != null)
                .hasSizeGreaterThan(20)
                .allSatisfy(schema -> {
                    List<String> names =
                            schema.getFields().stream().map(Schema.Field::name).toList();
                    assertThat(names)
                            .as(schema.getName())
                            .startsWith("commandId")
                            .endsWith("origin", "request");
                });
    }

    @Test
    void findsWhatIsWrittenAsAWhole() {
        assertThat(Schemas.whole())
                .containsKeys(
                        "dev.berth.avro.command.ClaimAllocations",
                        "dev.berth.avro.decision.Decision",
                        "dev.berth.avro.state.Provider")
                .doesNotContainKeys("dev.berth.avro.common.ClassAmount", "dev.berth.avro.event.Event");
    }

    private static boolean canGrow(Schema schema) {
        return switch (schema.getType()) {
            case ENUM, FIXED, MAP -> false;
            case UNION ->
                schema.getTypes().size() == 2
                        && schema.getTypes().get(0).getType() == Schema.Type.NULL
                        && canGrow(schema.getTypes().get(1));
            case ARRAY -> canGrow(schema.getElementType());
            case RECORD, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> true;
        };
    }

    private List<String> fields(Predicate<Schema.Field> filter) {
        return records.stream().flatMap(schema -> fields(schema, filter)).collect(Collectors.toList());
    }

    private static Stream<String> fields(Schema schema, Predicate<Schema.Field> filter) {
        return schema.getFields().stream().filter(filter).map(field -> schema.getFullName() + "." + field.name());
    }
}
