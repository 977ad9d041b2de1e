package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.candidate.capacity.CapacityChecks;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.state.RegionView;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Capacity against claims made one by one, on random regions and requests: trees, sharing providers, isolation,
 * subtrees, clients that know no trees, other orders, drained hosts. {@code -Dcapacity.tries=10000} for more of them,
 * {@code -Dseed=} for the first of them.
 */
class CapacityProperties {
    private static final int TRIES = Integer.getInteger("capacity.tries", 600);
    private static final long SEED = Long.getLong("seed", 1);

    @Test
    void countsTheClaimsThatAreGrantedOneAfterAnother() {
        for (long seed = SEED; seed < SEED + TRIES; seed++) {
            RandomRequests random = new RandomRequests(seed);
            String text = random.region();
            TestingRegion region = TestingRegion.of(text);
            Random choice = new Random(seed);
            Nesting nesting = choice.nextInt(5) == 0 ? Nesting.BLIND : Nesting.AWARE;
            String query = random.query(nesting);
            CandidateRequest request = TestingQuery.read(query, nesting, region::id);
            boolean isShuffled = choice.nextInt(4) == 0;
            if (isShuffled) {
                request = TestingQuery.shuffled(request, seed);
            }
            RegionView view = choice.nextInt(4) == 0 ? CapacityChecks.withADrain(region.view(), choice) : region.view();
            String described = "seed " + seed + (isShuffled ? " shuffled\n" : "\n") + text + query + " " + nesting
                    + "\n" + view.drains();
            CapacityChecks.verify(view, request, described);
        }
        System.out.println("capacity of amounts: seeds " + SEED + " to " + (SEED + TRIES - 1));
    }

    @Test
    void reachesEveryKindOfAnswer() {
        CapacityChecks.Reached reached = new CapacityChecks.Reached();
        for (long seed = 1; seed <= 400; seed++) {
            RandomRequests random = new RandomRequests(seed);
            TestingRegion region = TestingRegion.of(random.region());
            String query = random.query(Nesting.AWARE);
            reached.note(region.view(), TestingQuery.read(query, Nesting.AWARE, region::id));
        }
        assertThat(reached.toString()).doesNotContain("=0");
    }
}
