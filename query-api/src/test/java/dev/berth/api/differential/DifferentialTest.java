package dev.berth.api.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends the same random calls to Berth and to a real Placement and compares what comes back. Off by default; {@code mvn -Pdifferential
 * test -Dpeer.url=http://127.0.0.1:8779 -Dpeer.reset=COMMAND -Dseed=1 -Dcalls=200000} runs it. The command empties the peer. A sequence
 * that shows a difference is shrunk and printed as curl lines.
 */
@Tag("differential")
class DifferentialTest {
    private static final int SEQUENCE_LENGTH = 250;
    private static final int SHRINKING_RUNS_MAX = 60;

    private final String peer = System.getProperty("peer.url", "");
    private final int shownMax = Integer.getInteger("shown", 10);
    private final Map<Difference, Integer> counts = new EnumMap<>(Difference.class);
    private final List<String> shown = new ArrayList<>();

    /** A call of a sequence at which the replies differ. */
    private record Finding(List<ApiCall> calls, Difference difference, ApiReply ours, ApiReply theirs) {
        String text() {
            return difference + "\n" + calls.stream().map(ApiCall::curl).collect(Collectors.joining("\n")) + "\n  ours "
                    + ours + "\n  theirs " + theirs;
        }
    }

    @Test
    void answersAsPlacementDoes() throws IOException, InterruptedException {
        assumeTrue(!peer.isEmpty(), "no -Dpeer.url= of a real Placement to compare with");
        long seed = Long.getLong("seed", System.nanoTime());
        long wanted = Long.getLong("calls", 20_000L);
        long made = 0;
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            for (long sequence = seed; made < wanted; sequence++) {
                made += run(server, sequence);
            }
        }
        System.out.println(made + " calls from seed " + seed + ": " + counts);
        counts.remove(Difference.MEANT);
        assertThat(shown).as(made + " calls from seed " + seed + ": " + counts).isEmpty();
    }

    private int run(BrokerlessServer server, long seed) throws IOException, InterruptedException {
        reset(server);
        CallGenerator generator = new CallGenerator(seed, () -> server.view(Region.DEFAULT));
        List<ApiCall> calls = new ArrayList<>();
        while (calls.size() < SEQUENCE_LENGTH) {
            calls.add(generator.next());
            Optional<Finding> finding = compare(server, calls);
            if (finding.isPresent()) {
                Difference difference = finding.get().difference();
                counts.merge(difference, 1, Integer::sum);
                if (difference != Difference.MEANT && shown.size() < shownMax) {
                    Finding smallest = shrunk(server, finding.get());
                    shown.add(smallest.text());
                    System.out.println("seed " + seed + ": " + smallest.text() + "\n");
                }
                return calls.size();
            }
        }
        return calls.size();
    }

    /** Sends the last of the calls; those before it were sent already. */
    private Optional<Finding> compare(BrokerlessServer server, List<ApiCall> calls) {
        ApiCall call = calls.get(calls.size() - 1);
        ApiReply ours = ApiReply.of("http://127.0.0.1:" + server.port(), call);
        ApiReply theirs = ApiReply.of(peer, call);
        return Difference.between(call, ours, theirs)
                .map(difference -> new Finding(List.copyOf(calls), difference, ours, theirs));
    }

    /** Leaves out reads and then one call after the other, as long as the last call still shows the difference. */
    private Finding shrunk(BrokerlessServer server, Finding finding) throws IOException, InterruptedException {
        Finding smallest = finding;
        List<ApiCall> writes = new ArrayList<>(finding.calls().stream()
                .filter(call -> !call.method().equals("GET"))
                .toList());
        ApiCall last = finding.calls().get(finding.calls().size() - 1);
        if (last.method().equals("GET")) {
            writes.add(last);
        }
        smallest = replay(server, writes, finding.difference()).orElse(smallest);
        int runs = 0;
        for (int size = Math.max(1, smallest.calls().size() / 4); size >= 1; size /= 2) {
            for (int start = 0; start + size < smallest.calls().size() && runs < SHRINKING_RUNS_MAX; runs++) {
                List<ApiCall> fewer = new ArrayList<>(smallest.calls());
                fewer.subList(start, start + size).clear();
                Optional<Finding> still = replay(server, fewer, finding.difference());
                if (still.isPresent()) {
                    smallest = still.get();
                } else {
                    start += size;
                }
            }
        }
        return smallest;
    }

    private Optional<Finding> replay(BrokerlessServer server, List<ApiCall> calls, Difference wanted)
            throws IOException, InterruptedException {
        reset(server);
        for (int i = 1; i <= calls.size(); i++) {
            Optional<Finding> finding = compare(server, calls.subList(0, i));
            if (finding.isPresent()) {
                return finding.filter(f -> f.difference() == wanted && f.calls().size() == calls.size());
            }
        }
        return Optional.empty();
    }

    private static void reset(BrokerlessServer server) throws IOException, InterruptedException {
        server.reset();
        int status = new ProcessBuilder("sh", "-c", System.getProperty("peer.reset"))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("expected the peer's reset command to succeed but it ended with " + status);
        }
    }
}
