package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A record that the service tells of a host, read by an agent, makes the report again from which the service knows the
 * host, anyone who holds what of it meanwhile. Random hosts; -Dhosts= makes it longer, -Dseed= does a run again.
 */
class LegacyRoundTripTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int HOSTS = Integer.getInteger("hosts", 8);
    private static final String SPEC = """
            [{"address": "0000:81:00.0", "product_id": "10ed", "traits": "HW_NIC_OFFLOAD_GRO"},
             {"vendor_id": "10de", "resource_class": "PGPU", "rack": "r7"},
             {"vendor_id": "15b3", "physical_network": "physnet1", "trusted": "true"}]
            """;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @TempDir
    Path dir;

    private BrokerlessServer server;
    private Path spec;

    @BeforeEach
    void start() throws IOException {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        spec = Files.writeString(dir.resolve("spec.json"), SPEC);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void makesTheSameReportOfTheRecordThatIsToldOfTheHost() throws Exception {
        int devices = 0;
        for (int number = 0; number < HOSTS; number++) {
            JsonNode reported = report(Files.writeString(
                    dir.resolve("given.json"), dictionary(number).toString()));
            String host = reported.path("host").asText();
            assertThat(send("POST", "/hosts/" + host + "/report", reported.toString())
                            .statusCode())
                    .isEqualTo(200);
            send("PUT", "/allocations/" + new UUID(7, number), """
                    {"allocations": {"%s": {"resources": {"VCPU": 1, "MEMORY_MB": 100}}}, "project_id": "p",
                     "user_id": "u", "consumer_generation": null, "consumer_type": "INSTANCE",
                     "pci": [{"id": "d", "count": 1, "spec": [{}]}]}
                    """.formatted(host));
            HttpResponse<String> told = send("GET", "/hosts/" + host + "/compute-node", "");

            JsonNode again = report(Files.writeString(dir.resolve("told.json"), told.body()));

            assertThat(again).as("host %d with seed %d", number, seed).isEqualTo(reported);
            devices += reported.path("devices").size();
        }
        assertThat(devices).as("devices with seed " + seed).isGreaterThan(HOSTS);
    }

    private JsonNode report(Path legacy) throws IOException {
        Run run = Run.of(
                "agent", "--dry-run", "--json", "--from-legacy", legacy.toString(), "--device-spec", spec.toString());
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        ObjectNode report = (ObjectNode) MAPPER.readTree(run.out());
        report.remove("warnings");
        return report;
    }

    private ObjectNode dictionary(int number) {
        ObjectNode host = MAPPER.createObjectNode();
        host.put("hypervisor_hostname", "cn" + number);
        if (random.nextBoolean()) {
            host.put("uuid", new UUID(3, number).toString());
        }
        host.put("vcpus", 1 + random.nextInt(64)).put("memory_mb", 4096 + random.nextInt(1 << 20));
        host.put("local_gb", random.nextInt(3) == 0 ? 0 : 10 + random.nextInt(5000));
        if (random.nextBoolean()) {
            host.put("reserved_host_cpus", random.nextInt(2));
            host.put("reserved_host_memory_mb", random.nextInt(4096));
            host.put("reserved_host_disk_mb", random.nextInt(5000));
        }
        for (String ratio : List.of("cpu_allocation_ratio", "ram_allocation_ratio", "disk_allocation_ratio")) {
            if (random.nextBoolean()) {
                host.put(ratio, List.of(0.0, 1.0, 1.15, 16.0).get(random.nextInt(4)));
            }
        }
        putCells(host);
        putDevices(host);
        return host;
    }

    private void putCells(ObjectNode host) {
        ArrayNode cells = host.putObject("numa_topology").putArray("cells");
        for (int id = 0; id < random.nextInt(3); id++) {
            ObjectNode cell = cells.addObject().put("id", id).put("memory", random.nextInt(100_000));
            int first = 8 * id;
            cell.putArray("cpuset").add(first).add(first + 1);
            cell.putArray("pcpuset").add(first + 2).add(first + 3);
            cell.putArray("siblings").addArray().add(first + 2).add(first + 3);
            cell.putArray("mempages")
                    .addObject()
                    .put("size_kb", 2048)
                    .put("total", 64)
                    .put("reserved", 1);
            if (random.nextBoolean()) {
                cell.put("socket", id);
            }
        }
    }

    private void putDevices(ObjectNode host) {
        ArrayNode devices = host.putArray("pci_passthrough_devices");
        if (random.nextBoolean()) {
            device(devices, "0000:81:00.0", "8086", "10fb", "type-PF").put("numa_node", 0);
        }
        for (int function = 0; function < random.nextInt(4); function++) {
            ObjectNode vf = device(devices, "0000:81:10." + function, "8086", "10ed", "type-VF");
            vf.put("parent_addr", "0000:81:00.0").put("parent_ifname", "ens1").put("numa_node", 0);
            vf.putObject("capabilities").putArray("network").add("rx");
        }
        for (int slot = 0; slot < random.nextInt(4); slot++) {
            device(devices, "0000:3b:0" + slot + ".0", "10de", "1db6", "type-PCI")
                    .put("label", "label_10de_1db6")
                    .put("numa_node", random.nextBoolean() ? (Integer) 1 : null);
        }
        if (random.nextBoolean()) {
            ObjectNode vf = device(devices, "0000:04:00.1", "15b3", "101e", "type-VF");
            vf.put("parent_addr", "0000:04:00.0").put("mac_address", "52:54:00:00:00:01");
            vf.putObject("capabilities").putObject("vpd").put("card_serial_number", "A1");
        }
    }

    private static ObjectNode device(ArrayNode devices, String address, String vendor, String product, String type) {
        return devices.addObject()
                .put("address", address)
                .put("vendor_id", vendor)
                .put("product_id", product)
                .put("dev_type", type);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("content-type", "application/json")
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
