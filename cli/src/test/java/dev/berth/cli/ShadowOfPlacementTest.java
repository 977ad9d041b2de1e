package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.differential.CallGenerator;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Berth in the shadow of a real Placement, to which one writer makes random calls. {@code -Dshadow.peer=URL} says where
 * it is, with noauth2, and {@code -Dshadow.reset=COMMAND} how it is emptied; all that it has is lost. {@code -Dcalls=N
 * -Dseed=N} say how many calls, and which.
 */
@EnabledIfSystemProperty(
        named = "shadow.peer",
        matches = "http.*",
        disabledReason = "-Dshadow.peer=URL and -Dshadow.reset=COMMAND name no real Placement")
class ShadowOfPlacementTest {
    private static final String PEER = System.getProperty("shadow.peer");
    private static final long SEED = Long.getLong("seed", 1);
    private static final int CALLS = Integer.getInteger("calls", 2_000);
    private static final int CALLS_A_LINE = 1_000;

    @Test
    void findsNoDifferenceButThoseThatAreDocumented() throws Exception {
        int status = new ProcessBuilder("sh", "-c", System.getProperty("shadow.reset"))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
        try (BrokerlessServer berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                ShadowedPair pair = ShadowedPair.of(PEER, "http://127.0.0.1:" + berth.port())) {
            CallGenerator calls = new CallGenerator(SEED, () -> berth.view(Region.DEFAULT));
            for (int i = 1; i <= CALLS; i++) {
                ShadowTest.send(pair.url(), calls.next());
                // The next call quotes generations that it reads from Berth.
                pair.await(report -> report.at("/queue/calls").asInt() == 0);
                if (i % CALLS_A_LINE == 0) {
                    System.out.println(i + " calls from seed " + SEED + ": " + pair.summary());
                }
            }
            pair.awaitInLine();
            System.out.println(pair.text());
            for (JsonNode kind : pair.report().path("differences")) {
                assertThat(kind.path("verdict").asText())
                        .as(kind.toPrettyString())
                        .isIn("documented", "arbitrary");
            }
            assertThat(PlacementDump.of("http://127.0.0.1:" + berth.port())).isEqualTo(PlacementDump.of(PEER));
        }
    }
}
