package dev.berth.ledger.whatif;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.Reshape;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.whatif.Hypothesis.Tried;
import dev.berth.ledger.whatif.StrandedHolding.Cause;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What consumers hold of what a command removes, or does not remove because they hold it, unless a later command of the
 * same hypothesis says itself what they are to have. For one thread.
 */
final class RemovedHoldings {
    private final TreeMap<ConsumerId, TreeSet<StrandedHolding>> found = new TreeMap<>();

    /** All that was found. */
    TreeSet<StrandedHolding> found() {
        TreeSet<StrandedHolding> all = new TreeSet<>();
        found.values().forEach(all::addAll);
        return all;
    }

    /** Takes the next command of the hypothesis. */
    void take(Tried tried) {
        Command command = tried.command();
        Optional<Rejection> refused = tried.decision().outcome().refusal().map(Refusal::rejection);
        if (command instanceof RemoveHost remove) {
            if (!refused.equals(Optional.of(Rejection.HOST_NOT_FOUND))) {
                Hosts.tree(tried.before(), remove.host()).forEach(id -> removed(tried.before(), id));
            }
        } else if (command instanceof DeleteProvider delete) {
            if (refused.equals(Optional.of(Rejection.PROVIDER_IN_USE))) {
                removed(tried.before(), delete.provider());
            }
        } else if (refused.equals(Optional.of(Rejection.INVENTORY_IN_USE))) {
            if (command instanceof DeleteInventory delete) {
                removed(tried.before(), delete.provider(), ImmutableSortedSet.of(delete.resourceClass()));
            } else if (command instanceof ReplaceInventories replace) {
                Set<ResourceClass> without = new TreeSet<>(tried.before()
                        .existing(replace.provider())
                        .inventories()
                        .keySet());
                without.removeAll(replace.inventories().keySet());
                removed(tried.before(), replace.provider(), without);
            }
        } else if (refused.isEmpty()) {
            forget(command);
        }
    }

    /** The consumers that a command names have from then on what it gives them. */
    private void forget(Command command) {
        if (command instanceof ClaimAllocations claim) {
            claim.claims().forEach(each -> found.remove(each.consumer()));
        } else if (command instanceof Reshape reshape) {
            reshape.claims().forEach(each -> found.remove(each.consumer()));
        } else if (command instanceof ReleaseAllocations release) {
            found.remove(release.consumer());
        }
    }

    private void removed(RegionView before, ProviderId id) {
        Optional<Provider> provider = before.provider(id);
        provider.ifPresent(there -> held(before, id, there.inventories().keySet(), Cause.PROVIDER_REMOVED));
        for (TrackedDevice device : before.devices().of(id).devices()) {
            device.owner()
                    .ifPresent(owner ->
                            add(StrandedHolding.ofDevice(owner, id, Cause.PROVIDER_REMOVED, device.address())));
        }
        for (ConsumerId guest : before.guestsOn(id)) {
            add(StrandedHolding.ofHost(guest, id, Cause.PROVIDER_REMOVED));
        }
    }

    private void removed(RegionView before, ProviderId id, Set<ResourceClass> classes) {
        held(before, id, classes, Cause.INVENTORY_REMOVED);
    }

    private void held(RegionView before, ProviderId id, Set<ResourceClass> classes, Cause cause) {
        for (ConsumerId holder : before.consumersOn(id)) {
            before.consumer(holder)
                    .map(Consumer::allocations)
                    .ifPresent(all -> all.from(id).forEach((resourceClass, amount) -> {
                        if (classes.contains(resourceClass)) {
                            add(StrandedHolding.ofAmount(
                                    holder, id, cause, resourceClass, amount, before.used(id, resourceClass), 0));
                        }
                    }));
        }
    }

    private void add(StrandedHolding holding) {
        found.computeIfAbsent(holding.consumer(), none -> new TreeSet<>()).add(holding);
    }
}
