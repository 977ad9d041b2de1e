package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.Version;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device on a running service, from a resource tracker's dictionary through a claim to its history and its rebuilt
 * pools.
 */
class DeviceLifeTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VM = "/allocations/00000000-0000-4000-8000-00000000000a";

    @TempDir
    private Path dir;

    @Test
    void isReportedClaimedFreedAndToldWithWhoDidIt() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            String log = "--kafka=" + up.kafka();
            String registry = "--registry=" + up.registry();
            Path spec = Files.writeString(dir.resolve("devices.json"), "[{\"vendor_id\": \"10de\"}]");
            String[] source = {
                "--device-spec",
                spec.toString(),
                "--from-legacy",
                Path.of("../agent/src/test/resources/legacy/cmp7.json").toString()
            };
            String key = dir.resolve("agent.pem").toString();
            String shown = Run.of("agent", "key", key).out();
            String reportedHost = parsed(
                            run(source, "--dry-run", "--json").out().replace("\n", ""))
                    .get("host")
                    .asText();
            ask(
                    up,
                    "PUT",
                    "/hosts/" + reportedHost + "/enrolment",
                    "{\"key\": \"" + shown.substring("public key: ".length(), shown.indexOf('\n')) + "\"}");
            Run reported = run(source, "--once", log, registry, "--key", key);
            assertThat(reported.status()).as(reported.err()).isZero();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            !ask(up, "GET", "/pci/devices", "").get("devices").isEmpty());
            ask(up, "POST", "/pci/flavors", "{\"name\": \"gpu\", \"match\": [{\"vendor_id\": \"10de\"}]}");
            JsonNode device = ask(up, "GET", "/pci/devices", "").at("/devices/0");
            String host = device.get("host").asText();
            assertThat(device.get("address").asText()).isEqualTo("0000:3b:00.0");

            String globalId = "req-00000000-0000-4000-8000-00000000000b";
            JsonNode claimed = ask(up, "PUT", VM, globalId, """
                    {"allocations": {"%s": {"resources": {"VCPU": 1}}}, "pci": [{"id": "r", "flavor": "gpu", \
                    "count": 1}],
                     "project_id": "p", "user_id": "u", "consumer_generation": null, "consumer_type": "INSTANCE"}
                    """.formatted(host));
            assertThat(claimed.at("/pci/0/addresses")).hasSize(1);
            String taken = claimed.at("/pci/0/addresses/0").asText();
            ask(up, "DELETE", VM, "");

            Run history = Run.of("audit", "history", "device", taken, "--host", host, "--json", log, registry);
            assertThat(history.status()).as(history.err()).isZero();
            assertThat(history.out().lines().map(DeviceLifeTest::state))
                    .containsExactly("available", "claimed", "available");
            JsonNode overHttp = ask(up, "GET", "/history/device/" + taken + "?host=" + host, "");
            assertThat(overHttp.get("entries"))
                    .as("the answers over HTTP and from the log")
                    .isEqualTo(MAPPER.createArrayNode()
                            .addAll(history.out()
                                    .lines()
                                    .map(DeviceLifeTest::parsed)
                                    .toList()));
            String consumer = VM.substring(VM.lastIndexOf('/') + 1);
            Run why = Run.of("audit", "why", consumer, "--json", log, registry);
            assertThat(why.status()).as(why.err()).isZero();
            JsonNode whyOverHttp = ask(up, "GET", "/history/consumer/" + consumer + "/why", "");
            parsed(why.out())
                    .properties()
                    .forEach(field -> assertThat(whyOverHttp.get(field.getKey()))
                            .as(field.getKey())
                            .isEqualTo(field.getValue()));
            List<JsonNode> origins = history.out()
                    .lines()
                    .map(line -> parsed(line).get("origin"))
                    .toList();
            assertThat(origins)
                    .extracting(origin -> origin.get("kind").asText())
                    .containsExactly("agent", "http", "http");
            assertThat(origins).allMatch(origin -> origin.get("self_declared").asBoolean());
            assertThat(origins.get(0).get("agent_host").asText()).isNotEmpty();
            assertThat(origins.get(0).get("agent_version").asText()).isEqualTo(Version.number());
            assertThat(origins.get(1).get("user_id").asText()).isEqualTo("admin");
            assertThat(origins.get(1).get("request_id").asText())
                    .startsWith("req-")
                    .isNotEqualTo(globalId);
            assertThat(origins.get(1).get("global_request_id").asText()).isEqualTo(globalId);
            assertThat(Run.of("audit", "history", "device", "81:00:99", log, registry)
                            .status())
                    .isEqualTo(ExitCode.USAGE);

            Run rebuilt =
                    Run.of("rebuild", "--store", "pci-pools", "--url", up.url().toString());
            assertThat(rebuilt.status()).as(rebuilt.err()).isZero();
            assertThat(rebuilt.out()).contains("pci-pools of region default", "identical to what was there");
            assertThat(Run.of("rebuild", "--store", "providers").status()).isEqualTo(ExitCode.USAGE);
        }
    }

    private static Run run(String[] source, String... options) {
        return Run.of(Stream.of(Stream.of("agent"), Stream.of(source), Stream.of(options))
                .flatMap(arguments -> arguments)
                .toArray(String[]::new));
    }

    private static String state(String line) {
        for (JsonNode change : parsed(line).get("changes")) {
            if (change.get("field").asText().equals("state")) {
                return change.get("to").asText();
            }
        }
        throw new AssertionError("expected another state but got " + line);
    }

    private static JsonNode parsed(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (java.io.IOException e) {
            throw new AssertionError("expected JSON but got " + line, e);
        }
    }

    private static JsonNode ask(BerthProcess up, String method, String path, String body) throws Exception {
        return ask(up, method, path, "none", body);
    }

    private static JsonNode ask(BerthProcess up, String method, String path, String globalId, String body)
            throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(up.url() + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .header("content-type", "application/json")
                                .header("x-auth-token", "admin")
                                .header("x-openstack-request-id", globalId)
                                .header("openstack-api-version", "placement 1.39")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return MAPPER.readTree(response.body().isEmpty() ? "{}" : response.body());
    }
}
