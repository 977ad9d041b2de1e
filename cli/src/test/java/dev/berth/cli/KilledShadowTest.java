package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Processes on both sides of a shadow are killed while it works. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes a minute; run with -Dfaults=true")
class KilledShadowTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path dir;

    private BerthProcess up(String name, int port) throws Exception {
        return BerthProcess.begin(
                dir.resolve(name), "up", "--port", Integer.toString(port), "--kafka-port", "0", "--registry-port", "0");
    }

    /** Claims one after the other; how many were granted. */
    private static int claims(String url, String provider, int count) throws Exception {
        int granted = 0;
        for (int i = 0; i < count; i++) {
            JsonNode claim = MAPPER.readTree("""
                    {"allocations": {"%s": {"resources": {"VCPU": 1}}}, "project_id": "p", "user_id": "u",
                     "consumer_generation": null, "consumer_type": "INSTANCE"}
                    """.formatted(provider));
            int status = ShadowTest.call(url, "PUT", "/allocations/" + UUID.randomUUID(), claim)
                    .statusCode();
            granted += status == 204 ? 1 : 0;
        }
        return granted;
    }

    /** A Berth that keeps nothing, in a process of its own. */
    private static Process forgetful(int port) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-cp",
                        BerthProcess.classPath(),
                        BrokerlessServer.class.getName(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    new Socket("127.0.0.1", port).close();
                    return true;
                });
        return process;
    }

    @Test
    void bringsBackAllOfABerthThatWasKilledAndLostEverything() throws Exception {
        int port = ShadowedPair.freePort();
        String here = "http://127.0.0.1:" + port;
        Process berth = forgetful(port);
        try (BrokerlessServer placement = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String there = "http://127.0.0.1:" + placement.port();
            RandomFleet fleet = new RandomFleet(there, 1).fill(3, 3);
            String provider = fleet.providers().get(0);
            try (ShadowedPair pair = ShadowedPair.of(there, here)) {
                assertThat(claims(pair.url(), provider, 20)).isEqualTo(20);
                berth.destroyForcibly().waitFor();
                assertThat(claims(pair.url(), provider, 20))
                        .as("while Berth is dead")
                        .isEqualTo(20);
                pair.await(report -> report.at("/queue/calls").asInt() == 0);
                assertThat(pair.missed()).as(pair.text()).isGreaterThanOrEqualTo(20);
                assertThat(pair.text()).contains("Berth does not answer", "missed by Berth");
                berth = forgetful(port);
                ShadowTest.call(pair.reportUrl(), "POST", "/catch-up", null);
                pair.awaitInLine();
                assertThat(PlacementDump.of(here)).isEqualTo(PlacementDump.of(there));
                assertThat(claims(pair.url(), provider, 5)).isEqualTo(5);
                pair.awaitInLine();
                assertThat(pair.compared("different")).as(pair.text()).isZero();
                assertThat(PlacementDump.of(here)).isEqualTo(PlacementDump.of(there));
            }
        } finally {
            berth.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysWhatItMissedAndCatchesUpWhicheverIsKilled() throws Exception {
        int placementPort = ShadowedPair.freePort();
        int berthPort = ShadowedPair.freePort();
        BerthProcess placement = up("placement", placementPort);
        BerthProcess berth = up("berth", berthPort);
        try {
            String there = placement.awaitReady().url().toString();
            String here = berth.awaitReady().url().toString();
            RandomFleet fleet = new RandomFleet(there, 1).fill(3, 3);
            try (ShadowedPair pair = ShadowedPair.of(there, here)) {
                String provider = fleet.providers().get(0);
                assertThat(claims(pair.url(), provider, 20)).isEqualTo(20);
                berth.kill();
                assertThat(claims(pair.url(), provider, 20))
                        .as("while Berth is dead")
                        .isEqualTo(20);
                pair.await(report -> report.at("/queue/calls").asInt() == 0);
                assertThat(pair.missed()).as(pair.text()).isGreaterThanOrEqualTo(20);
                assertThat(pair.text()).contains("Berth does not answer", "missed by Berth");
                berth = up("berth", berthPort).awaitReady();
                pair.awaitInLine();
                assertThat(PlacementDump.of(here)).isEqualTo(PlacementDump.of(there));

                placement.kill();
                assertThat(claims(pair.url(), provider, 3))
                        .as("while the Placement is dead")
                        .isZero();
                assertThat(pair.report().path("unanswered").asLong()).isGreaterThanOrEqualTo(3);
                placement = up("placement", placementPort).awaitReady();
                assertThat(claims(pair.url(), provider, 20)).isEqualTo(20);
                pair.awaitInLine();
                assertThat(pair.compared("different")).as(pair.text()).isZero();
                assertThat(PlacementDump.of(here)).isEqualTo(PlacementDump.of(there));
            }
        } finally {
            placement.close();
            berth.close();
        }
    }
}
