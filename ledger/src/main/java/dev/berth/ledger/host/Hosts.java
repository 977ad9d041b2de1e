package dev.berth.ledger.host;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;

/**
 * Which providers are hosts, and what belongs to one. A host is what is enrolled, or what an agent has vouched for in a
 * report of its own; if it has a provider, that is the root of its tree. Stateless.
 */
public final class Hosts {
    private Hosts() {}

    /** Whether the id is that of a host. */
    public static boolean isHost(LedgerView view, ProviderId id) {
        boolean isKnown = view.enrolment(id).isPresent() || view.hostReport(id).isPresent();
        return isKnown && view.provider(id).map(Provider::isRoot).orElse(true);
    }

    /** The ids of all hosts of a region, in their order. */
    public static Iterable<ProviderId> all(RegionView view) {
        TreeSet<ProviderId> ids = new TreeSet<>();
        view.hosts().all().forEach(report -> ids.add(report.host()));
        view.enrolments().all().forEach(enrolment -> ids.add(enrolment.host()));
        ids.removeIf(id -> !isHost(view, id));
        return ids;
    }

    /** The provider and all below it, parents before their children; none if there is no such provider. */
    public static ImmutableList<ProviderId> tree(LedgerView view, ProviderId top) {
        if (view.provider(top).isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<ProviderId> tree = ImmutableList.builder();
        Deque<ProviderId> next = new ArrayDeque<>();
        next.add(top);
        while (!next.isEmpty()) {
            ProviderId provider = next.remove();
            tree.add(provider);
            view.childrenOf(provider).forEach(next::add);
        }
        return tree.build();
    }
}
