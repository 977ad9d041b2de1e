package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.Anchor;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.candidate.search.FirstCandidate;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.state.RegionView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Fills trees claim by claim, each decided and applied by the ledger for a consumer that nobody is: what a claim of PCI
 * devices leaves over is known to the rules alone.
 */
final class ClaimFilling implements Filling {
    /** What it costs to make a claim, in steps: a decision, and the region after it. */
    private static final int CLAIM = 4 * StepCounter.DECISION;

    private final CandidateRequest request;
    private final StepCounter steps;
    private RegionView view;
    private long lastId;

    /** Made for the view as it is, whose devices it looks at; null until it is asked for after a claim. */
    private Optional<Plan> plan;

    /** What shares in the view as it is; null until it is asked for after a claim. */
    private List<SharingProvider> sharing;

    ClaimFilling(RegionView view, CandidateRequest request, StepCounter steps) {
        this.view = view;
        this.request = request;
        this.steps = steps;
    }

    /**
     * With devices a tree that had no candidate may have one after others have taken from what it shares in, since
     * devices are chosen by rank; so such trees are looked at again, from the first.
     */
    @Override
    public long fill(List<Anchor> anchors) {
        boolean isShared = anchors.stream().anyMatch(anchor -> !anchor.outside().isEmpty());
        long granted = 0;
        long sharedClaims = 0;
        long[] lookedAt = new long[anchors.size()];
        Arrays.fill(lookedAt, -1);
        int at = 0;
        while (at < lookedAt.length && !steps.isSpent()) {
            if (lookedAt[at] != sharedClaims && isClaimed(anchors.get(at))) {
                granted++;
                sharedClaims += isShared ? 1 : 0;
                at = isShared ? 0 : at;
            } else {
                lookedAt[at++] = sharedClaims;
            }
        }
        return granted;
    }

    /** Fills the whole region in the order in which the API has the trees, whatever it is. */
    long fillAll() {
        long granted = 0;
        while (!steps.isSpent()) {
            Candidates found = CandidateSearch.search(view, request.limitedTo(1), new SearchBudget(1, steps.left()));
            steps.add(found.steps());
            if (found.size() == 0) {
                return granted;
            }
            claim(found.candidates().get(0));
            granted++;
        }
        return granted;
    }

    private boolean isClaimed(Anchor anchor) {
        steps.add(StepCounter.DECISION);
        if (plan == null) {
            plan = Plan.of(view, request);
        }
        if (plan.isEmpty()) {
            return false;
        }
        Anchor now = anchor.in(view, anchor.outside().isEmpty() ? List.of() : sharing(plan.get()));
        steps.add(now.outside().size());
        Optional<Candidate> first = new FirstCandidate(plan.get(), steps).granted(view, now.tree(), now.outside());
        first.ifPresent(this::claim);
        return first.isPresent();
    }

    private List<SharingProvider> sharing(Plan current) {
        if (sharing == null) {
            sharing = SharingProvider.of(view, current, steps);
        }
        // With which trees of a block each of them shares is found for every look.
        steps.add(sharing.size());
        return sharing;
    }

    private void claim(Candidate candidate) {
        steps.add(CLAIM);
        ConsumerClaim claim =
                new ConsumerClaim(nobody(), ExpectedConsumer.ABSENT, "", "", Optional.empty(), candidate.allocations());
        ClaimAllocations command = new ClaimAllocations(
                freshId(),
                ImmutableList.of(candidate.devices().map(claim::withDevices).orElse(claim)));
        Ledger.Step step = Ledger.apply(view, view.nextPosition(view.position().timestampMs()), command);
        if (step.decision().outcome().refusal().isPresent()) {
            throw new IllegalStateException("expected a claim of the first candidate to be granted but got "
                    + step.decision().outcome());
        }
        view = step.after();
        plan = null;
        sharing = null;
    }

    private ConsumerId nobody() {
        ConsumerId id = new ConsumerId(new UUID(0, ++lastId));
        while (view.consumer(id).isPresent()) {
            id = new ConsumerId(new UUID(0, ++lastId));
        }
        return id;
    }

    private CommandId freshId() {
        CommandId id = new CommandId(new UUID(0, ++lastId));
        while (view.decided(id).isPresent()) {
            id = new CommandId(new UUID(0, ++lastId));
        }
        return id;
    }

    @Override
    public RegionView view() {
        return view;
    }
}
