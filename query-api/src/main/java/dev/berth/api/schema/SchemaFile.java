package dev.berth.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** One schema file, read and compiled. Immutable; any thread may use it. */
public final class SchemaFile {
    private static final SchemaRegistry REGISTRY = registry();
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    private final String name;
    private final JsonNode document;
    private final Schema schema;

    /** Whether an object without members fits; most queries are one. */
    private final Supplier<Boolean> takesEmpty;

    private SchemaFile(String name, JsonNode document, Schema schema) {
        this.name = name;
        this.document = document;
        this.schema = schema;
        this.takesEmpty = Suppliers.memoize(
                () -> schema.validate(MAPPER.createObjectNode()).isEmpty());
    }

    static SchemaFile read(String fileName) {
        try (InputStream in = SchemaFile.class.getResourceAsStream(fileName)) {
            if (in == null) {
                throw new IllegalStateException("expected the schema file " + fileName + " but it is missing");
            }
            JsonNode document = MAPPER.readTree(in);
            return new SchemaFile(fileName.replace(".json", ""), document, REGISTRY.getSchema(document));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the schema file " + fileName, e);
        }
    }

    /** The file's name without its ending. */
    public String name() {
        return name;
    }

    /** The schema as it stands in the file. */
    public JsonNode document() {
        return document.deepCopy();
    }

    /** Whether it names a property of the object that it is about. */
    public boolean hasProperty(String property) {
        return document.path("properties").has(property);
    }

    /** What is wrong with a value, in the words of Placement's validator; empty if it fits. */
    public Optional<String> violation(JsonNode value) {
        if (value.isObject() && value.isEmpty() && takesEmpty.get()) {
            return Optional.empty();
        }
        List<Error> errors;
        try {
            errors = schema.validate(value);
        } catch (NumberFormatException infinite) {
            // The validator compares numbers with those of an enum as decimals, which have no infinity.
            return Optional.of(
                    "expected no number beyond " + Double.MAX_VALUE + " where one of several values is meant");
        }
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(SchemaViolation.best(errors, document, value).message());
    }

    private static SchemaRegistry registry() {
        Dialect base = Dialects.getDraft202012();
        Dialect dialect = Dialect.builder(base).format(new UuidFormat()).build();
        return SchemaRegistry.withDefaultDialect(
                dialect,
                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));
    }
}
