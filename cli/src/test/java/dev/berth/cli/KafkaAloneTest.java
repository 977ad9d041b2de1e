package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code berth up --kafka-alone} is what several instances stand on, on one machine, as docs/operations.md has it. */
class KafkaAloneTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"--port=8778", "--standbys=1", "--flush", "--kafka=k1:9092", "--auth=static"})
    void refusesOptionsOfTheServiceThatItDoesNotRun(String option) {
        Run run = Run.of(
                "up", "--kafka-alone", option, "--data-dir", dir.resolve("data").toString());

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains(option.replaceAll("=.*", "") + " does not go with --kafka-alone", "--kafka-port");
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 40 s; run with -Dfaults=true")
    void letsOneInstanceTakeOverFromTheOther() throws Exception {
        try (BerthProcess kafka = BerthProcess.begin(
                                dir.resolve("kafka"),
                                "up",
                                "--kafka-alone",
                                "--kafka-port",
                                "0",
                                "--registry-port",
                                "0")
                        .awaitReady();
                BerthProcess first = instance(kafka, "berth-1").awaitReady();
                BerthProcess second = instance(kafka, "berth-2").awaitReady()) {
            UUID provider = UUID.randomUUID();
            try (PlacementClient client = PlacementClient.of(first.url(), 1)) {
                PlacementRequest create = PlacementRequest.post(
                        "/resource_providers",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("uuid", provider.toString())
                                .put("name", "cn1"));
                assertThat(ask(client, create).status()).isEqualTo(200);
            }
            first.kill();
            try (PlacementClient client = PlacementClient.of(second.url(), 1)) {
                PlacementAnswer shown = ask(client, PlacementRequest.get("/resource_providers/" + provider));
                assertThat(shown.json().path("name").asText()).as("%s", shown).isEqualTo("cn1");
            }
            assertThat(second.stop()).isEqualTo(143);
            assertThat(kafka.stop()).isEqualTo(143);
        }
    }

    private static PlacementAnswer ask(PlacementClient client, PlacementRequest request) {
        return client.sendUntilServed(request)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private BerthProcess instance(BerthProcess kafka, String name) throws Exception {
        return BerthProcess.begin(
                dir.resolve(name),
                "serve",
                "--kafka",
                kafka.kafka(),
                "--registry",
                kafka.registry(),
                "--replicas",
                "1",
                "--partitions",
                "1",
                "--standbys",
                "1",
                "--port",
                "0",
                "--instance",
                name);
    }
}
