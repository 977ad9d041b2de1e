package dev.berth.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The compose file without an engine: its form, the files that it names, and what it sets of Berth. */
class ComposeFileTest {
    private static final Path FILE = Path.of("compose.yaml");
    private static final Path SCHEMA = Path.of("src/test/resources/compose-spec/compose-spec.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> compose = compose();

    @Test
    void isWhatTheComposeSpecificationSays() throws IOException {
        Schema schema = SchemaRegistry.withDialect(Dialects.getDraft201909())
                .getSchema(withoutNames(JSON.readTree(SCHEMA.toFile())).toString(), InputFormat.JSON);

        assertThat(schema.validate(JSON.writeValueAsString(compose), InputFormat.JSON))
                .isEmpty();

        Map<String, Object> wrong = new LinkedHashMap<>(compose);
        wrong.put("services", Map.of("berth", Map.of("imaeg", "berth")));
        assertThat(schema.validate(JSON.writeValueAsString(wrong), InputFormat.JSON))
                .as("the schema tells")
                .isNotEmpty();
    }

    /** The schema names itself and its parts as its draft does not: those names are of no use to a validator. */
    private static JsonNode withoutNames(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove("$schema");
            if (object.path("id").isTextual()) {
                object.remove("id");
            }
        }
        schema.forEach(ComposeFileTest::withoutNames);
        return schema;
    }

    @Test
    void hasThreeInstancesThatCannotWriteBeyondTheirData() {
        for (String name : List.of("berth-1", "berth-2", "berth-3")) {
            Map<String, Object> instance = service(name);
            assertThat(instance.get("read_only")).isEqualTo(true);
            assertThat(instance.get("user")).isEqualTo("65532:65532");
            assertThat(instance.get("cap_drop")).isEqualTo(List.of("ALL"));
            assertThat(instance.get("volumes")).isEqualTo(List.of(name + ":/var/lib/berth"));
            assertThat(environment(name))
                    .containsEntry("BERTH_SERVE_INSTANCE", name)
                    .containsEntry("BERTH_SERVE_ADVERTISE", name + ":8778");
            assertThat(instance.get("image").toString()).contains("berth:" + System.getProperty("berth.version"));
        }
    }

    /** Clients are sent on to what a broker advertises, which has to be reachable from where they are. */
    @Test
    void hasAKafkaThatCanBeReachedFromTheHost() {
        assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
                .isEqualTo("INSIDE://kafka:9092,OUTSIDE://127.0.0.1:9094");
        assertThat(service("kafka").get("ports")).isEqualTo(List.of("127.0.0.1:9094:9094"));
        assertThat(environment("berth-1").get("BERTH_KAFKA")).isEqualTo("kafka:9092");
    }

    @Test
    void publishesOnThisMachineAlone() {
        services()
                .keySet()
                .forEach(name -> ((List<?>) service(name).getOrDefault("ports", List.of()))
                        .forEach(port -> assertThat(port.toString()).as(name).startsWith("127.0.0.1:")));
    }

    /** docker/prometheus and docker/grafana may be empty; what is mounted over single files has to be there. */
    @Test
    void mountsFilesThatAreThere() {
        services()
                .keySet()
                .forEach(name -> ((List<?>) service(name).getOrDefault("volumes", List.of())).forEach(volume -> {
                    String source = volume.toString().split(":")[0];
                    if (source.startsWith("./src/")) {
                        assertThat(Path.of(source)).as(name).isRegularFile();
                    }
                }));
    }

    /** Whether the program itself takes what is set. */
    @Test
    void setsWhatBerthTakes() throws Exception {
        for (String name : List.of("berth-1", "berth-2", "berth-3")) {
            ProcessBuilder builder = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.berth.cli.Berth",
                            "config",
                            "check",
                            "serve",
                            "--table")
                    .redirectErrorStream(true);
            builder.environment().keySet().removeIf(variable -> variable.startsWith("BERTH_"));
            builder.environment().putAll(environment(name));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("9 settings").doesNotContain("note:");
        }
    }

    private Map<String, Object> services() {
        return map(compose.get("services"));
    }

    private Map<String, Object> service(String name) {
        return map(services().get(name));
    }

    private Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        map(service(name).get("environment")).forEach((key, value) -> environment.put(key, value.toString()));
        return environment;
    }

    private static Map<String, Object> compose() {
        try {
            Object all =
                    new Load(LoadSettings.builder().setLabel("compose").build()).loadFromString(Files.readString(FILE));
            return map(merged(all));
        } catch (IOException e) {
            throw new IllegalStateException("expected " + FILE + " but got " + e, e);
        }
    }

    /** Compose knows the key of YAML 1.1 that merges; what is said beside it wins. */
    private static Object merged(Object node) {
        if (node instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            list.forEach(each -> all.add(merged(each)));
            return all;
        }
        if (!(node instanceof Map<?, ?> given)) {
            return node;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        if (given.containsKey("<<")) {
            all.putAll(map(merged(given.get("<<"))));
        }
        given.forEach((key, value) -> {
            if (!key.equals("<<")) {
                all.put(key.toString(), merged(value));
            }
        });
        return all;
    }

    private static Map<String, Object> map(Object node) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) node).forEach((key, value) -> map.put(key.toString(), value));
        return map;
    }
}
