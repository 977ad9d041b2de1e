package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code berth agent --placement} makes the tree that {@code berth agent --url} makes. In every build the Placement is
 * Berth's own API; {@code -Dpeer.url=http://127.0.0.1:8779} compares with a real one.
 */
class PlacementDoorTest {
    private static final Path TRACKED = Path.of("../agent/src/test/resources/legacy/cmp7.json");
    private static final String ALL_DEVICES = """
            [{"vendor_id": "10de", "resource_class": "PGPU", "traits": "HW_GPU_API_VULKAN"},
             {"product_id": "10ed", "traits": "CUSTOM_FAST"},
             {"product_id": "0a54"}]
            """;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String host = UUID.randomUUID().toString();
    private BrokerlessServer berth;
    private BrokerlessServer placement;

    @BeforeEach
    void start() {
        berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        placement = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        berth.close();
        placement.close();
    }

    @Test
    void makesTheSameTreeThroughThePlacementApiAlone() throws Exception {
        comparesWith("http://127.0.0.1:" + placement.port());
    }

    @Test
    void makesTheSameTreeInARealPlacement() throws Exception {
        String peer = System.getProperty("peer.url", "");
        assumeTrue(!peer.isEmpty(), "no -Dpeer.url= of a real Placement to compare with");
        comparesWith(peer);
    }

    @Test
    void leavesWhatOthersHaveMadeAndSaysWhatStaysBecauseItIsInUse() throws Exception {
        keepsWhatIsOthers("http://127.0.0.1:" + placement.port());
        String peer = System.getProperty("peer.url", "");
        if (!peer.isEmpty()) {
            keepsWhatIsOthers(peer);
        }
    }

    @Test
    void saysWhatIsNoPlacementAndWhatAToken() {
        Run nobody = Run.of("agent", "--once", "--placement", "http://127.0.0.1:1");
        assertThat(nobody.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(nobody.err()).contains("cannot reach the service at http://127.0.0.1:1");

        Run nowhere = Run.of("agent", "--once", "--placement", "http://127.0.0.1:" + placement.port() + "/nothing");
        assertThat(nowhere.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(nowhere.err()).contains("expected a Placement at", "names no microversion");
    }

    private void comparesWith(String url) throws Exception {
        String here = "http://127.0.0.1:" + berth.port();
        for (String spec : new String[] {ALL_DEVICES, "[{\"vendor_id\": \"10de\"}]", "[]", ALL_DEVICES}) {
            assertThat(report("--url", here, spec).out()).contains("; accepted\n");
            Run run = report("--placement", url, spec);
            assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).contains("; accepted\n");
            assertThat(run.err()).contains("Placement holds neither NUMA layouts");
            assertThat(tree(url)).isEqualTo(tree(here));
            assertThat(report("--placement", url, spec).out()).contains("nothing is new");
        }
    }

    private void keepsWhatIsOthers(String url) throws Exception {
        assertThat(report("--placement", url, ALL_DEVICES).status()).isEqualTo(ExitCode.OK);
        String root = "/resource_providers/" + host;
        String mine = UUID.randomUUID().toString();
        send(url, "POST", "/resource_providers", """
                {"name": "%s", "uuid": "%s", "parent_provider_uuid": "%s"}""".formatted("mine-" + mine, mine, host));
        ObjectNode traits = (ObjectNode) ask(url, root + "/traits");
        traits.withArray("traits").add("COMPUTE_VOLUME_EXTEND");
        send(url, "PUT", root + "/traits", traits.toString());
        String gpu = "";
        for (JsonNode provider : ask(url, "/resource_providers?in_tree=" + host).path("resource_providers")) {
            if (provider.path("name").asText().contains("3B:00")) {
                gpu = provider.path("uuid").asText();
            }
        }
        send(url, "PUT", "/allocations/" + UUID.randomUUID(), """
                {"allocations": {"%s": {"resources": {"PGPU": 1}}}, "project_id": "p", "user_id": "u",
                 "consumer_generation": null, "consumer_type": "INSTANCE"}""".formatted(gpu));

        Run run = report("--placement", url, "[]");

        assertThat(run.out()).contains("kept, because something is allocated from them", "3B:00");
        assertThat(tree(url).toString())
                .contains("mine-" + mine, "COMPUTE_VOLUME_EXTEND", "PGPU")
                .doesNotContain("CUSTOM_FAST");
    }

    private Run report(String door, String url, String spec) throws IOException {
        Path specFile = Files.writeString(dir.resolve("spec.json"), spec);
        return Run.of(
                "agent",
                "--once",
                "--from-legacy",
                TRACKED.toString(),
                "--host-id",
                host,
                "--host-name",
                "host-" + host,
                "--device-spec",
                specFile.toString(),
                "--token",
                "admin",
                door,
                url);
    }

    /** Each provider of the host with its parent, its inventories and its traits. */
    private TreeMap<String, Object> tree(String url) throws Exception {
        TreeMap<String, Object> tree = new TreeMap<>();
        for (JsonNode provider : ask(url, "/resource_providers?in_tree=" + host).path("resource_providers")) {
            String path = "/resource_providers/" + provider.path("uuid").asText();
            TreeSet<String> traits = new TreeSet<>();
            ask(url, path + "/traits").path("traits").forEach(trait -> traits.add(trait.asText()));
            tree.put(
                    provider.path("name").asText(),
                    List.of(
                            provider.path("uuid"),
                            provider.path("parent_provider_uuid"),
                            ask(url, path + "/inventories").path("inventories"),
                            traits));
        }
        return tree;
    }

    private JsonNode ask(String url, String path) throws Exception {
        return MAPPER.readTree(send(url, "GET", path, ""));
    }

    private String send(String url, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("content-type", "application/json")
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isBetween(200, 299);
        return answer.body();
    }
}
