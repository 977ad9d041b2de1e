package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReportHost;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A region with the hosts of a trace, to which tasks come: each asks for candidates in a policy's order and claims the
 * first. Every change is a command that the ledger decides. For one thread.
 */
final class TraceRegion {
    private static final String OWNER = "trace";

    private final GpuUnit unit;
    private final TracePolicy policy;
    private final SplittableRandom ids;
    private RegionView view;
    private long commands;

    private TraceRegion(GpuUnit unit, TracePolicy policy, long seed, RegionView view, long commands) {
        this.unit = unit;
        this.policy = policy;
        this.ids = new SplittableRandom(seed);
        this.view = view;
        this.commands = commands;
    }

    /** A region in which nothing is held yet. */
    static TraceRegion of(List<TraceNode> nodes, GpuUnit unit) {
        TraceRegion region = new TraceRegion(unit, TracePolicy.FIRST, 0, RegionView.empty(Region.DEFAULT), 0);
        region.report(nodes);
        return region;
    }

    /** Another region as this one is now; the seed is that of the order, where it is random, and of ids. */
    TraceRegion with(TracePolicy another, long seed) {
        return new TraceRegion(unit, another, seed, view, commands);
    }

    private void report(List<TraceNode> nodes) {
        apply(new CreateResourceClass(commandId(), GpuUnit.CPU, CreateResourceClass.IfExists.ACCEPT));
        if (!view.isKnown(unit.resourceClass())) {
            apply(new CreateResourceClass(commandId(), unit.resourceClass(), CreateResourceClass.IfExists.ACCEPT));
        }
        TreeSet<Trait> models = new TreeSet<>();
        for (TraceNode node : nodes) {
            if (node.gpus() > 0 && models.add(GpuUnit.trait(node.model()))) {
                apply(new CreateTrait(commandId(), GpuUnit.trait(node.model())));
            }
            apply(new ReportHost(commandId(), GpuUnit.hostId(node), unit.providers(node)));
        }
    }

    /** Everything that is so now. */
    RegionView view() {
        return view;
    }

    /** Claims the first candidate for a task; empty if there is none. */
    Optional<ConsumerId> place(TraceTask task) {
        Candidates found = CandidateSearch.search(view, request(task.shape()));
        if (found.cut().isPresent()) {
            throw new IllegalStateException(
                    "expected a whole search but it was cut by " + found.cut().get());
        }
        if (found.size() == 0) {
            return Optional.empty();
        }
        Candidate first = found.candidates().get(0);
        ConsumerId consumer = new ConsumerId(new UUID(ids.nextLong(), ids.nextLong()));
        apply(new ClaimAllocations(
                commandId(),
                ImmutableList.of(new ConsumerClaim(
                        consumer, ExpectedConsumer.ABSENT, OWNER, OWNER, Optional.empty(), first.allocations()))));
        return Optional.of(consumer);
    }

    /** Gives back what a task got. */
    void release(ConsumerId consumer) {
        apply(new ReleaseAllocations(commandId(), consumer));
    }

    private CandidateRequest request(TraceTask.Shape task) {
        RequestGroup[] groups = unit.groups(task).toArray(new RequestGroup[0]);
        return policy.order(CandidateRequest.of(groups).limitedTo(1), ids);
    }

    private void apply(Command command) {
        commands++;
        Ledger.Step step = Ledger.apply(view, new Position(0, commands, commands), command);
        if (!(step.decision().outcome() instanceof Outcome.Accepted)) {
            throw new IllegalStateException("expected " + command.kind() + " to be accepted but it came to "
                    + step.decision().outcome());
        }
        view = step.after();
    }

    private CommandId commandId() {
        return new CommandId(new UUID(0, commands + 1));
    }
}
