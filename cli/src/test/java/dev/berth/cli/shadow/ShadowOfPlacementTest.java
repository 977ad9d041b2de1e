package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.differential.ApiCall;
import dev.berth.api.differential.CallGenerator;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.PlacementDump;
import dev.berth.events.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Berth in the shadow of a real Placement, to which one writer makes random calls. {@code -Dshadow.peer=URL} says where
 * it is, with noauth2, and {@code -Dshadow.reset=COMMAND} how it is emptied; all that it has is lost. {@code -Dseed=N
 * -Druns=N -Dcalls=N} say from which seed on, how many seeds, and how many calls of each. With an even seed calls come
 * while Berth catches up with what came to something else, with an odd one they wait for it, so that each is compared.
 */
@EnabledIfSystemProperty(
        named = "shadow.peer",
        matches = "http.*",
        disabledReason = "-Dshadow.peer=URL and -Dshadow.reset=COMMAND name no real Placement")
class ShadowOfPlacementTest {
    private static final String PEER = System.getProperty("shadow.peer");
    private static final long SEED = Long.getLong("seed", 1);
    private static final int RUNS = Integer.getInteger("runs", 1);
    private static final int CALLS = Integer.getInteger("calls", 2_000);
    private static final int CALLS_A_LINE = 1_000;
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final TreeMap<String, Long> found = new TreeMap<>();
    private final List<String> unexplained = new ArrayList<>();

    @Test
    void findsNoDifferenceButThoseThatAreDocumented() throws Exception {
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            run(seed);
        }
        System.out.println(RUNS * CALLS + " calls of the seeds " + SEED + " to " + (SEED + RUNS - 1) + ":");
        found.forEach((what, count) -> System.out.printf("%,8d  %s%n", count, what));
        assertThat(unexplained).isEmpty();
    }

    private void run(long seed) throws Exception {
        int status = new ProcessBuilder("sh", "-c", System.getProperty("shadow.reset"))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
        try (BrokerlessServer berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                ShadowedPair pair = ShadowedPair.of(PEER, "http://127.0.0.1:" + berth.port())) {
            CallGenerator calls = new CallGenerator(seed, () -> berth.view(Region.DEFAULT));
            for (int i = 1; i <= CALLS; i++) {
                ApiCall call = calls.next();
                ShadowTest.send(pair.url(), call);
                if (seed % 2 == 1) {
                    pair.awaitInLine();
                } else if (!READS.contains(call.method())) {
                    // The next call quotes generations that it reads from Berth.
                    pair.awaitQuiet();
                }
                if (i % CALLS_A_LINE == 0) {
                    System.out.println(i + " calls from seed " + seed + ": " + pair.summary());
                }
            }
            pair.awaitInLine();
            System.out.println(pair.text());
            count(pair.report());
            assertThat(PlacementDump.of("http://127.0.0.1:" + berth.port())).isEqualTo(PlacementDump.of(PEER));
        }
    }

    private void count(JsonNode report) {
        for (String part : List.of("compared", "missed", "not_compared")) {
            report.path(part)
                    .properties()
                    .forEach(each -> found.merge(
                            part + ": " + each.getKey(), each.getValue().asLong(), Long::sum));
        }
        for (JsonNode kind : report.path("differences")) {
            String verdict = kind.path("verdict").asText();
            found.merge(
                    verdict + ", " + kind.path("difference").asText(),
                    kind.path("count").asLong(),
                    Long::sum);
            if (!verdict.equals("documented") && !verdict.equals("arbitrary")) {
                unexplained.add(kind.toPrettyString());
            }
        }
    }
}
