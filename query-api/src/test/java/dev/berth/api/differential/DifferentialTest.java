package dev.berth.api.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.api.differential.Sequence.Finding;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends the same random calls to Berth and to a real Placement and compares what comes back, and the states at the end.
 * Off by default; {@code mvn -Pdifferential test -Dpeer.url=http://127.0.0.1:8779 -Dpeer.reset=COMMAND -Dseed=1
 * -Dcalls=200000} runs it. The command empties the peer. A sequence that shows a difference is shrunk and printed as
 * curl lines.
 */
@Tag("differential")
class DifferentialTest {
    private static final int SEQUENCE_LENGTH = 250;
    private static final int SEQUENCES_A_REPORT = 10;

    private final String peer = System.getProperty("peer.url", "");
    private final int shownMax = Integer.getInteger("shown", 25);
    private final Map<Difference, Integer> counts = new EnumMap<>(Difference.class);
    private final TreeSet<String> signatures = new TreeSet<>();
    private final List<String> shown = new ArrayList<>();

    @Test
    void answersAsPlacementDoes() throws IOException, InterruptedException {
        assumeTrue(!peer.isEmpty(), "no -Dpeer.url= of a real Placement to compare with");
        long seed = Long.getLong("seed", System.nanoTime());
        long wanted = Long.getLong("calls", 20_000L);
        long made = 0;
        int tolerated;
        long startNanos = System.nanoTime();
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            Sequence sequence = new Sequence(server, peer, System.getProperty("peer.reset"));
            for (long next = seed; made < wanted; next++) {
                made += run(sequence, next);
                if ((next - seed) % SEQUENCES_A_REPORT == 0) {
                    Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
                    System.out.println(made + " calls in " + passed.toSeconds() + " s, next seed " + (next + 1) + ": "
                            + counts + " and reads tolerated " + sequence.toleratedReads());
                }
            }
            tolerated = sequence.toleratedReads();
        }
        String total = made + " calls from seed " + seed + ": " + counts + " and reads tolerated " + tolerated;
        System.out.println(total);
        assertThat(shown).as(total).isEmpty();
    }

    private int run(Sequence sequence, long seed) throws IOException, InterruptedException {
        List<ApiCall> made = new ArrayList<>();
        Optional<Finding> finding = sequence.random(seed, SEQUENCE_LENGTH, made);
        if (finding.isPresent()) {
            Difference difference = finding.get().difference();
            counts.merge(difference, 1, Integer::sum);
            if (!difference.isTolerated() && signatures.add(finding.get().signature()) && shown.size() < shownMax) {
                String text = new Shrinking(sequence).smallest(finding.get()).text();
                shown.add(text);
                System.out.println("seed " + seed + ": " + text + "\n");
            }
        }
        return made.size();
    }
}
