package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.MemoryBerth;
import dev.berth.cli.PlacementDump;
import dev.berth.cli.RandomFleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Processes on both sides of a shadow are killed while it works. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes a minute; run with -Dfaults=true")
class KilledShadowTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int GRANTED = 204;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;

    @TempDir
    Path dir;

    private BerthProcess up(String name, int port) throws Exception {
        return BerthProcess.begin(
                dir.resolve(name), "up", "--port", Integer.toString(port), "--kafka-port", "0", "--registry-port", "0");
    }

    /** Claims one after the other until so many were granted. */
    private static void claim(String url, String provider, int count) throws Exception {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        int granted = 0;
        while (granted < count) {
            int status = attempt(url, provider);
            granted += status == GRANTED ? 1 : 0;
            // A Berth that is starved of processor time says for a moment that it cannot serve, and grants nothing.
            assertThat(status).isIn(GRANTED, UNAVAILABLE);
            assertThat(System.nanoTime() - untilNs).as("time over").isNegative();
        }
    }

    /** The status of the answer to one claim of a new consumer. */
    private static int attempt(String url, String provider) throws Exception {
        JsonNode claim = MAPPER.readTree("""
                {"allocations": {"%s": {"resources": {"VCPU": 1}}}, "project_id": "p", "user_id": "u",
                 "consumer_generation": null, "consumer_type": "INSTANCE"}
                """.formatted(provider));
        return ShadowTest.call(url, "PUT", "/allocations/" + UUID.randomUUID(), claim)
                .statusCode();
    }

    @Test
    void bringsBackAllOfABerthThatWasKilledAndLostEverything() throws Exception {
        int port = ShadowedPair.freePort();
        MemoryBerth berth = MemoryBerth.start(port);
        String here = berth.url();
        try (BrokerlessServer placement = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String there = "http://127.0.0.1:" + placement.port();
            RandomFleet fleet = new RandomFleet(there, 1).fill(3, 3);
            String provider = fleet.providers().get(0);
            try (ShadowedPair pair = ShadowedPair.of(there, here)) {
                claim(pair.url(), provider, 20);
                // What is behind would be given to nobody, so nobody would see that Berth is dead.
                pair.awaitInLine();
                berth.close();
                claim(pair.url(), provider, 20);
                pair.awaitQuiet();
                assertThat(pair.missed()).as(pair.text()).isGreaterThanOrEqualTo(20);
                assertThat(pair.text()).contains("Berth does not answer", "missed by Berth");
                berth = MemoryBerth.start(port);
                ShadowTest.call(pair.reportUrl(), "POST", "/catch-up", null);
                pair.awaitInLine();
                assertThat(PlacementDump.of(here)).isEqualTo(PlacementDump.of(there));
                claim(pair.url(), provider, 5);
                pair.awaitInLine();
                assertThat(pair.compared("different")).as(pair.text()).isZero();
                assertThat(PlacementDump.of(here)).isEqualTo(PlacementDump.of(there));
            }
        } finally {
            berth.close();
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
                claim(pair.url(), provider, 20);
                // What is behind would be given to nobody, so nobody would see that Berth is dead.
                pair.awaitInLine();
                berth.kill();
                claim(pair.url(), provider, 20);
                pair.awaitQuiet();
                assertThat(pair.missed()).as(pair.text()).isGreaterThanOrEqualTo(20);
                assertThat(pair.text()).contains("Berth does not answer", "missed by Berth");
                berth = up("berth", berthPort).awaitReady();
                pair.awaitInLine();
                assertThat(PlacementDump.of(here)).isEqualTo(PlacementDump.of(there));

                placement.kill();
                for (int i = 0; i < 3; i++) {
                    assertThat(attempt(pair.url(), provider))
                            .as("while the Placement is dead")
                            .isIn(UNAVAILABLE, BAD_GATEWAY);
                }
                assertThat(pair.report().path("unanswered").asLong()).isGreaterThanOrEqualTo(3);
                placement = up("placement", placementPort).awaitReady();
                claim(pair.url(), provider, 20);
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
