package dev.berth.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportLegacyCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** 4 VCPU, 8192 MB and 21 GB are used by three guests, the third of which has a card; 512 MB are held back. */
    private static final String HOST = """
            {"hypervisor_hostname": "cn1", "vcpus": 8, "vcpus_used": 4, "memory_mb": 16384, "memory_mb_used": 7680,
             "local_gb": 100, "local_gb_used": 21, "running_vms": 3, "cpu_allocation_ratio": 1.0,
             "pci_passthrough_devices": [
               {"address": "0000:3b:00.0", "vendor_id": "10de", "product_id": "1db6", "dev_type": "type-PCI"},
               {"address": "0000:3c:00.0", "vendor_id": "10de", "product_id": "1db6", "dev_type": "type-PCI"},
               {"address": "0000:81:10.0", "vendor_id": "8086", "product_id": "10ed", "dev_type": "type-VF", \
               "parent_addr": "0000:81:00.0"},
               {"address": "0000:81:10.1", "vendor_id": "8086", "product_id": "10ed", "dev_type": "type-VF", \
               "parent_addr": "0000:81:00.0"}],
             "instances": [%s]}
            """;

    private static final String VM1 = instance(1, 2, 4096, "");
    private static final String VM2 = instance(2, 1, 2048, "");
    private static final String VM3 = instance(3, 1, 1024, ", \"pci_devices\": [{\"address\": \"0000:3c:00.0\"}]");

    @TempDir
    Path dir;

    private BrokerlessServer server;

    @BeforeEach
    void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String instance(int number, int vcpus, int memoryMb, String more) {
        return """
                {"uuid": "%s", "project_id": "p1", "user_id": "u1", "image_ref": "i",
                 "flavor": {"vcpus": %d, "memory_mb": %d, "root_gb": 7, "ephemeral_gb": 0, "swap": 0}%s}
                """.formatted(id(number), vcpus, memoryMb, more);
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-00000000000" + number;
    }

    @Test
    void claimsForEachInstanceOnceWhatItsFlavorTakes() throws Exception {
        Path file = file(VM1, VM2, VM3);
        report(file);

        Run tried = importLegacy(file, "--dry-run");
        assertThat(results(tried)).containsOnly("would be claimed");
        assertThat(server.view(Region.DEFAULT).consumers().size()).isZero();
        Run first = importLegacy(file);
        assertThat(first.status()).as(first.out() + first.err()).isEqualTo(ExitCode.OK);
        assertThat(results(first)).containsExactly("claimed", "claimed", "claimed");
        Run again = importLegacy(file);
        assertThat(again.status()).isEqualTo(ExitCode.OK);
        assertThat(results(again)).containsExactly("unchanged", "unchanged", "unchanged");

        ProviderId host = server.view(Region.DEFAULT).providerNamed("cn1").orElseThrow();
        assertThat(server.view(Region.DEFAULT).devices().heldBy(new ConsumerId(UUID.fromString(id(3))), host))
                .singleElement()
                .satisfies(device -> assertThat(device.address()).hasToString("0000:3c:00.0"));
        JsonNode computeNode = computeNode(host);
        JsonNode given = MAPPER.readTree(Files.readString(file));
        for (String key : List.of("vcpus_used", "memory_mb_used", "local_gb_used", "running_vms")) {
            assertThat(computeNode.path(key)).as(key).isEqualTo(given.path(key));
        }
    }

    @Test
    void listsWhoIsRefusedAndWhyAndClaimsForTheOthers() throws Exception {
        Path file = file(
                VM1,
                instance(4, 100, 1, ""),
                instance(5, 1, 1, ", \"pci_devices\": [{\"address\": \"0000:81:10.1\"}]"),
                instance(6, 1, 1, ", \"pci_devices\": [{\"address\": \"0000:99:00.0\"}]"),
                instance(7, 1, 1, ", \"numa_topology\": {\"cells\": []}"));
        report(file);

        Run run = importLegacy(file, "--table");

        assertThat(run.status()).isEqualTo(ExitCode.DIFFERENCES);
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("INSTANCE"),
                        line -> assertThat(line).contains(id(1), "claimed", "DISK_GB:7,MEMORY_MB:4096,VCPU:2"),
                        line -> assertThat(line).contains(id(4), "refused", "VCPU"),
                        line -> assertThat(line).contains("0000:81:10.1, one of the 2 devices of a provider"),
                        line -> assertThat(line).contains("0000:99:00.0, which no provider of this host counts"),
                        line -> assertThat(line).contains("sits on NUMA cells"),
                        line -> assertThat(line).startsWith("not explained: vcpus_used is 4, but"),
                        line -> assertThat(line).startsWith("not explained: memory_mb_used is 7680, but"),
                        line -> assertThat(line).startsWith("not explained: local_gb_used is 21, but"),
                        line -> assertThat(line).isEqualTo("not explained: running_vms is 3, but instances lists 5"));
        assertThat(server.view(Region.DEFAULT).consumers().size()).isEqualTo(1);
    }

    @Test
    void leavesAConsumerAloneThatHoldsSomethingElse() throws Exception {
        report(file(VM1, VM2, VM3));
        importLegacy(file(VM1, VM2, VM3));

        Run run = importLegacy(file(instance(1, 1, 4096, ""), VM2, VM3));

        assertThat(results(run)).containsExactly("refused", "unchanged", "unchanged");
        assertThat(run.out()).contains("a consumer of its id holds something else");
    }

    @Test
    void wantsTheHostToBeKnown() throws Exception {
        Run run = importLegacy(file(VM1));

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("the host cn1 is not known; report it first: berth agent --from-legacy");
    }

    private Path file(String... instances) throws Exception {
        return Files.writeString(dir.resolve("host.json"), HOST.formatted(String.join(",", instances)));
    }

    private void report(Path file) throws Exception {
        Path spec = Files.writeString(
                dir.resolve("spec.json"),
                "[{\"vendor_id\": \"10de\"}, {\"address\": \"0000:81:00.0\", \"product_id\": \"10ed\"}]");
        Path token = Files.writeString(dir.resolve("token"), "admin\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Run run = Run.of(
                "agent",
                "--from-legacy",
                file.toString(),
                "--device-spec",
                spec.toString(),
                "--once",
                "--url",
                "http://127.0.0.1:" + server.port(),
                "--token-file",
                token.toString());
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).contains("berth import-legacy FILE");
    }

    private JsonNode computeNode(ProviderId host) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + server.port() + "/hosts/" + host + "/compute-node"))
                                .header("x-auth-token", "admin")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return MAPPER.readTree(answer.body());
    }

    private static List<String> results(Run run) throws Exception {
        List<String> results = new ArrayList<>();
        MAPPER.readTree(run.out())
                .path("instances")
                .forEach(line -> results.add(line.path("result").asText()));
        return results;
    }

    private Run importLegacy(Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of("import-legacy", file.toString()));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--url", "http://127.0.0.1:" + server.port()));
        return Run.of(arguments.toArray(String[]::new));
    }
}
