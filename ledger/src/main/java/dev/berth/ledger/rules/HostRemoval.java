package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.Event;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.HostUndrained;
import dev.berth.events.event.HostWithdrawn;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.state.LedgerView;
import java.util.Comparator;
import java.util.TreeSet;

/** What the removal of a host, found good, changes. Used by one thread for one decision. */
final class HostRemoval {
    private final LedgerView view;
    private final ProviderId host;
    private final ImmutableList<ProviderId> tree;
    private final TreeSet<ProviderId> members;

    /** @param tree the providers that go, parents before their children; none if the host has none */
    HostRemoval(LedgerView view, ProviderId host, ImmutableList<ProviderId> tree) {
        this.view = view;
        this.host = host;
        this.tree = tree;
        this.members = new TreeSet<>(tree);
    }

    /** @param holders all who hold something in the tree, and lose it */
    ImmutableList<Event> events(Iterable<ConsumerId> holders) {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        holders.forEach(holder -> release(view.consumer(holder).orElseThrow(), events));
        if (view.hostReport(host).isPresent()) {
            // Nothing vouches for them by now, so that no report has to be changed for each of them.
            events.add(new HostReported(host, ImmutableSortedMap.of(), ImmutableSortedMap.of()));
        }
        tree.reverse().forEach(provider -> events.add(new ProviderDeleted(provider)));
        for (ProviderId provider : tree) {
            // What was put below it may be a host as well, which stays enrolled and drained then, or is none any more.
            boolean isStillAHost =
                    !provider.equals(host) && view.enrolment(provider).isPresent();
            if (view.drain(provider).isPresent() && !isStillAHost) {
                events.add(new HostUndrained(provider));
            }
        }
        if (tree.isEmpty() && view.drain(host).isPresent()) {
            events.add(new HostUndrained(host));
        }
        if (view.enrolment(host).isPresent()) {
            events.add(new HostWithdrawn(host));
        }
        return events.build();
    }

    /** Takes from the consumer what it holds here; what it holds elsewhere is its own. */
    private void release(Consumer holder, ImmutableList.Builder<Event> events) {
        Allocations.Builder kept = Allocations.builder();
        holder.allocations().forEach((provider, amounts) -> {
            if (!members.contains(provider)) {
                kept.put(provider, amounts);
            }
        });
        Allocations rest = kept.build();
        // Their providers go, so that nothing is written to them about devices that have to be cleaned.
        for (ProviderId at : view.devices().hostsOf(holder.id())) {
            if (rest.isEmpty() || members.contains(at)) {
                events.add(new DevicesFreed(holder.id(), at, addresses(holder.id(), at)));
            }
        }
        if (rest.isEmpty()) {
            events.add(new AllocationsReleased(holder.id()));
            return;
        }
        events.add(new AllocationsClaimed(
                holder.id(),
                holder.generation() + 1,
                holder.projectId(),
                holder.userId(),
                holder.type(),
                rest,
                holder.placement().filter(placement -> !members.contains(placement.host()))));
    }

    private ImmutableSortedSet<PciAddress> addresses(ConsumerId holder, ProviderId at) {
        return view.devices().heldBy(holder, at).stream()
                .map(TrackedDevice::address)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }
}
