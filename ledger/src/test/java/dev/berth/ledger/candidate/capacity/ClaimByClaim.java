package dev.berth.ledger.candidate.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.UUID;

/**
 * Capacity as it is defined: the first candidate of the API's order is claimed from the region's fold by a new
 * consumer, again and again, until there is none. Slow, and nothing else.
 */
public final class ClaimByClaim {
    private final CandidateRequest request;
    private RegionFold fold;
    private long granted;

    private ClaimByClaim(RegionView view, CandidateRequest request) {
        this.request = request;
        this.fold = RegionFold.of(view);
    }

    public static ClaimByClaim of(RegionView view, CandidateRequest request) {
        ClaimByClaim claims = new ClaimByClaim(view, request);
        for (Optional<Candidate> first = claims.first(); first.isPresent(); first = claims.first()) {
            claims.claim(first.get());
        }
        return claims;
    }

    private Optional<Candidate> first() {
        Candidates found = CandidateSearch.search(fold.view(), request.limitedTo(1));
        assertThat(found.cut()).isEmpty();
        return found.candidates().stream().findFirst();
    }

    private void claim(Candidate candidate) {
        granted++;
        ConsumerClaim amounts = new ConsumerClaim(
                new ConsumerId(new UUID(0xCA9, granted)),
                ExpectedConsumer.ABSENT,
                "project",
                "user",
                Optional.empty(),
                candidate.allocations());
        ConsumerClaim claim = candidate.devices().map(amounts::withDevices).orElse(amounts);
        Position last = fold.lastTaken();
        RegionFold.Taken taken = fold.take(new LogEntry.Readable(
                new Position(0, last.offset() + 1, last.timestampMs()),
                new ClaimAllocations(new CommandId(new UUID(0xCA9, granted)), ImmutableList.of(claim)),
                Sha256.NONE));
        assertThat(taken.decisions().get(0).outcome().refusal())
                .as("the claim of %s", candidate)
                .isEmpty();
        fold = taken.after();
    }

    /** How many claims were granted. */
    public long granted() {
        return granted;
    }

    /** The region after them. */
    public RegionView after() {
        return fold.view();
    }
}
