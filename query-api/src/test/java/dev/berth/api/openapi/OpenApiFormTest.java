package dev.berth.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.berth.api.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The description of all routes that a service has, held against the OpenAPI Initiative's own schema of OpenAPI 3.1 and
 * against that of JSON Schema. It is left in target/openapi.json for linters, such as redocly.
 */
class OpenApiFormTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode document = document();

    @Test
    void isADocumentOfOpenApi() throws IOException {
        try (InputStream in = OpenApiFormTest.class.getResourceAsStream("openapi-3.1.json")) {
            Schema form = REGISTRY.getSchema(MAPPER.readTree(in));
            assertThat(form.validate(document)).isEmpty();
            ObjectNode without = document.deepCopy();
            without.remove("info");
            assertThat(form.validate(without)).as("what is no such document").isNotEmpty();
        }
        Files.writeString(Path.of("target/openapi.json"), document.toPrettyString());
    }

    @Test
    void hasOnlySchemasThatAreSome() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        JsonNode schemas = document.at("/components/schemas");
        assertThat(schemas.size()).isGreaterThan(40);
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            assertThat(meta.validate(schema.getValue())).as(schema.getKey()).isEmpty();
        }
    }

    /** Some linters take a parameter that the path does not have, or one too few, for an error. */
    @Test
    void namesTheParametersOfEachPathAndNoOthers() {
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            TreeSet<String> inPath = new TreeSet<>();
            for (String part : path.getKey().split("/")) {
                if (part.startsWith("{")) {
                    inPath.add(part.substring(1, part.length() - 1));
                }
            }
            for (JsonNode operation : path.getValue()) {
                TreeSet<String> told = new TreeSet<>();
                List<String> queries = new ArrayList<>();
                for (JsonNode parameter : operation.path("parameters")) {
                    if (parameter.path("in").asText().equals("path")) {
                        told.add(parameter.path("name").asText());
                    } else if (parameter.path("in").asText().equals("query")) {
                        queries.add(parameter.path("name").asText());
                    }
                }
                assertThat(told).as(path.getKey()).isEqualTo(inPath);
                assertThat(queries).as(path.getKey()).doesNotHaveDuplicates();
                assertThat(operation.path("responses").size()).as(path.getKey()).isPositive();
            }
        }
    }

    private static JsonNode document() {
        try {
            Answer answer = Answer.ok(new OpenApiDocument(RoutesInDocsTest.routes())::write);
            return MAPPER.readTree(answer.body().get(0).getBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
