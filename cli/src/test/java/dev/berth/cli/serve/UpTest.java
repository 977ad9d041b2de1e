package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.DeafService;
import dev.berth.cli.Run;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real thing, as a process: Kafka, registry, projector and API. */
class UpTest {
    private static final String HOST = "35791f28-fb45-4717-9ea9-435b3ef7c3b3";
    private static final String CELL_0 = "5a3d4c9e-4f0e-4b5a-8b0e-2f6f3d7c1a10";
    private static final String CELL_1 = "5a3d4c9e-4f0e-4b5a-8b0e-2f6f3d7c1a11";
    private static final String PF_0 = "7d2590ae-fb85-4080-9306-058b4c915e3f";
    private static final String PF_1 = "99c09379-6e52-4ef8-9a95-b9ce6f68452e";
    private static final String CONSUMER = "0b5d5a9c-3e1f-4f4e-9f6f-8d1f9c3c7a01";

    @TempDir
    private Path dir;

    @Test
    void answersTheFigureAndKeepsItsClaimOverAStop() throws Exception {
        Path data = dir.resolve("data");
        try (BerthProcess up = BerthProcess.start(data);
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            reportTheFigure(client);
            assertThat(offers(client, "")).isEqualTo(2);
            assertThat(offers(client, "&required=HW_NIC_OFFLOAD_GRO")).isEqualTo(1);
            assertThat(offers(client, "&required=!HW_NIC_OFFLOAD_GRO")).isEqualTo(1);

            assertThat(claimAllOf(client, PF_1)).isEqualTo(204);
            assertThat(offers(client, "")).isEqualTo(1);
            assertThat(up.stop()).as("128 + SIGTERM").isEqualTo(143);
            assertThat(up.log()).doesNotContain("ERROR d.b", "WARN  d.b");
        }
        try (BerthProcess up = BerthProcess.start(data);
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(offers(client, "")).isEqualTo(1);
            JsonNode held = get(client, "/allocations/" + CONSUMER).json();
            assertThat(held.at("/allocations/" + PF_1 + "/resources/SRIOV_NET_VF")
                            .asLong())
                    .isEqualTo(4);
            // Read from Kafka, for an instance that was just started keeps nothing of the past.
            PlacementAnswer before = get(client, "/allocations/" + CONSUMER + "?as_of=0");
            assertThat(before.status()).isEqualTo(200);
            assertThat(before.json().path("allocations")).isEmpty();
            assertThat(get(client, "/allocations/" + CONSUMER + "?as_of=" + Instant.now())
                            .json())
                    .isEqualTo(held);
            assertThat(up.log()).doesNotContain("ERROR d.b", "WARN  d.b");
        }
    }

    @Test
    void takesTokensThatItKnowsAloneAndSaysThatTheDataDirectoryIsInUse() throws Exception {
        Path data = dir.resolve("data");
        Path tokens = dir.resolve("tokens");
        String token = Run.of("token", "new", "--user", "ops", "--role", "admin", "--file", tokens.toString())
                .out()
                .strip();
        try (BerthProcess up = BerthProcess.begin(
                        data,
                        "up",
                        "--port",
                        "0",
                        "--kafka-port",
                        "0",
                        "--registry-port",
                        "0",
                        "--auth",
                        "static",
                        "--token-file",
                        tokens.toString())
                .awaitReady()) {
            assertThat(up.auth()).isEqualTo("static");
            try (PlacementClient anybody = PlacementClient.of(up.url(), 1);
                    PlacementClient ops = PlacementClient.of(up.url(), 1, token, Optional.empty())) {
                assertThat(get(anybody, "/resource_providers").status()).isEqualTo(401);
                assertThat(get(anybody, "/").status()).isEqualTo(200);
                assertThat(get(ops, "/resource_providers").status()).isEqualTo(200);
            }
            Run audit = Run.of(verify(up, up.url().toString(), token));
            assertThat(audit.status()).as(audit.err()).isEqualTo(ExitCode.OK);
            assertThat(audit.err()).doesNotContain("could not be reported");
            requireTellingChangesNothing(up, token);
            Run second = Run.of("up", "--data-dir", data.toString(), "--port", "0", "--kafka-port", "0");

            assertThat(second.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(second.err()).contains(data.toString(), "in use");

            String port = Integer.toString(up.url().getPort());
            Run onItsPort = Run.of("serve", "--kafka", up.kafka(), "--registry", up.registry(), "--port", port);
            assertThat(onItsPort.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(onItsPort.err()).contains(port, "is taken", "--port");
        }
    }

    private static String[] verify(BerthProcess up, String url, String token) {
        return new String[] {
            "audit", "verify", "--kafka", up.kafka(), "--registry", up.registry(), "--url", url, "--token", token
        };
    }

    /** A verify that fails tells nothing, and one that cannot tell anything does not fail. */
    private static void requireTellingChangesNothing(BerthProcess up, String token) throws Exception {
        try (DeafService deaf = new DeafService(up.url(), token)) {
            String[] verify = verify(up, deaf.url(), token);
            JsonNode told = deaf.verified();
            assertThat(told.at("/last/verdict").asText()).isEqualTo("identical");
            assertThat(told.at("/last/reported_by").asText()).isEqualTo("ops");

            Run untold = Run.of(verify);
            assertThat(untold.status()).as(untold.err()).isEqualTo(ExitCode.OK);
            assertThat(untold.err())
                    .containsOnlyOnce("This result could not be reported")
                    .contains(deaf.url(), "500");
            assertThat(deaf.told()).isEqualTo(1);

            deaf.failAtAll();
            assertThat(Run.of(verify).status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(deaf.told()).as("what failed tells nothing").isEqualTo(1);
            assertThat((Object) deaf.verified()).as("what was told before").isEqualTo(told);
        }
    }

    private static void reportTheFigure(PlacementClient client) {
        create(client, "compute node", HOST, Optional.empty(), "VCPU", 16, "MEMORY_MB", 16384);
        create(client, "NUMA node 0", CELL_0, Optional.of(HOST));
        create(client, "NUMA node 1", CELL_1, Optional.of(HOST));
        create(client, "PF 0", PF_0, Optional.of(CELL_0), "SRIOV_NET_VF", 4);
        create(client, "PF 1", PF_1, Optional.of(CELL_1), "SRIOV_NET_VF", 4);
        ObjectNode traits = JsonNodeFactory.instance.objectNode().put("resource_provider_generation", 1);
        traits.putArray("traits").add("HW_NIC_OFFLOAD_GRO");
        require(client, PlacementRequest.put("/resource_providers/" + PF_1 + "/traits", traits));
    }

    private static void create(
            PlacementClient client, String name, String id, Optional<String> parent, Object... inventories) {
        ObjectNode provider =
                JsonNodeFactory.instance.objectNode().put("name", name).put("uuid", id);
        parent.ifPresent(uuid -> provider.put("parent_provider_uuid", uuid));
        require(client, PlacementRequest.post("/resource_providers", provider));
        if (inventories.length > 0) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("resource_provider_generation", 0);
            ObjectNode byClass = body.putObject("inventories");
            for (int i = 0; i < inventories.length; i += 2) {
                byClass.putObject((String) inventories[i]).put("total", (Integer) inventories[i + 1]);
            }
            require(client, PlacementRequest.put("/resource_providers/" + id + "/inventories", body));
        }
    }

    private static void require(PlacementClient client, PlacementRequest request) {
        assertThat(send(client, request).status()).isEqualTo(200);
    }

    private static int offers(PlacementClient client, String traits) {
        return get(client, "/allocation_candidates?resources=VCPU:2,SRIOV_NET_VF:1" + traits)
                .json()
                .path("allocation_requests")
                .size();
    }

    private static int claimAllOf(PlacementClient client, String physicalFunction) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("project_id", "p").put("user_id", "u");
        body.putNull("consumer_generation");
        ObjectNode allocations = body.putObject("allocations");
        allocations.putObject(physicalFunction).putObject("resources").put("SRIOV_NET_VF", 4);
        return send(client, PlacementRequest.put("/allocations/" + CONSUMER, body))
                .status();
    }

    private static PlacementAnswer get(PlacementClient client, String path) {
        return send(client, PlacementRequest.get(path));
    }

    private static PlacementAnswer send(PlacementClient client, PlacementRequest request) {
        return client.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
