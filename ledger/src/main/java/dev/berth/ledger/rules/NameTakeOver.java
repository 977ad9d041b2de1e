package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.berth.events.command.ReportHost;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.host.HostHolders;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.LedgerView;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a report takes its host's name from another provider: a machine that was reinstalled has a new id,
 * and what it was before stands under its name. The other one goes with all of its tree, but only if that is nobody's:
 * enrolled for no agent, and held by no consumer. Used by one thread for one decision.
 */
final class NameTakeOver {
    private static final NameTakeOver NOTHING =
            new NameTakeOver(Optional.empty(), Optional.empty(), ImmutableList.of());

    private final Optional<Refusal> obstacle;
    private final Optional<ProviderId> predecessor;

    /** The events of the takeover. */
    private final ImmutableList<Event> events;

    private final ImmutableSet<ProviderId> removed;

    private NameTakeOver(
            Optional<Refusal> obstacle,
            Optional<ProviderId> predecessor,
            ImmutableList<Event> events,
            ProviderId... removed) {
        this.obstacle = obstacle;
        this.predecessor = predecessor;
        this.events = events;
        this.removed = ImmutableSet.copyOf(removed);
    }

    static NameTakeOver of(LedgerView view, ReportHost command) {
        if (!command.takeOverName()) {
            return NOTHING;
        }
        String name = command.providers().get(0).name();
        Optional<Provider> other = view.providerNamed(name)
                .flatMap(view::provider)
                .filter(namesake -> !namesake.root().equals(command.host()));
        return other.map(namesake -> of(view, command.host(), namesake)).orElse(NOTHING);
    }

    private static NameTakeOver of(LedgerView view, ProviderId host, Provider namesake) {
        Refusal refusal = Refusal.ofName(Rejection.NAME_NOT_TAKEN_OVER, host, namesake.name())
                .with(Fact.OTHER, namesake.id());
        if (!namesake.isRoot()) {
            return refused(refusal.with(Fact.REASON, "it stands in the tree of " + namesake.root()));
        }
        ImmutableList<ProviderId> tree = Hosts.tree(view, namesake.id());
        for (ProviderId member : tree) {
            if (view.enrolment(member).isPresent()) {
                return refused(refusal.with(Fact.REASON, member + " is enrolled"));
            }
            // It was put there by somebody else, and the report may name it.
            if (view.voucherOf(member).equals(Optional.of(host))) {
                return refused(refusal.with(Fact.REASON, member + ", which the host has reported, stands in its tree"));
            }
        }
        HostHolders holders = HostHolders.of(view, tree);
        if (!holders.holders().isEmpty()) {
            return refused(HostLifeRules.held(refusal.with(Fact.REASON, "it is in use"), holders));
        }
        return new NameTakeOver(
                Optional.empty(),
                Optional.of(namesake.id()),
                ImmutableList.<Event>builder()
                        .addAll(new HostRemoval(view, namesake.id(), tree).events(List.of()))
                        .addAll(DeviceRules.forgotten(view, namesake.id()).stream()
                                .iterator())
                        .build(),
                tree.toArray(ProviderId[]::new));
    }

    private static NameTakeOver refused(Refusal refusal) {
        return new NameTakeOver(Optional.of(refusal), Optional.empty(), ImmutableList.of());
    }

    /** Why the name stays with the other provider, if it does. */
    Optional<Refusal> obstacle() {
        return obstacle;
    }

    /** What the machine was before: what has to be cleaned of its devices has to be so still. */
    Optional<ProviderId> predecessor() {
        return predecessor;
    }

    /** Whether the provider goes, so that its name is free. */
    boolean removes(ProviderId provider) {
        return removed.contains(provider);
    }

    /** The events that come before the report's own changes. */
    ImmutableList<Event> events() {
        return events;
    }
}
