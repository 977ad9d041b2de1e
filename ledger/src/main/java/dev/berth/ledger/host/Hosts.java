package dev.berth.ledger.host;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

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

    /**
     * The ids of all hosts of a region, in their order, found as they are read.
     *
     * @param marker the id behind which they begin; need not be a host's
     */
    public static Iterable<ProviderId> after(RegionView view, Optional<ProviderId> marker) {
        Iterable<ProviderId> known = Iterables.mergeSorted(
                List.of(
                        Iterables.transform(view.hosts().all(), HostReport::host),
                        Iterables.transform(view.enrolments().all(), Enrolment::host)),
                Comparator.naturalOrder());
        return () -> new AbstractIterator<>() {
            private final Iterator<ProviderId> ids = known.iterator();
            private Optional<ProviderId> last = marker;

            @Override
            protected ProviderId computeNext() {
                while (ids.hasNext()) {
                    ProviderId id = ids.next();
                    if (last.filter(before -> id.compareTo(before) <= 0).isEmpty() && isHost(view, id)) {
                        last = Optional.of(id);
                        return id;
                    }
                }
                return endOfData();
            }
        };
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
