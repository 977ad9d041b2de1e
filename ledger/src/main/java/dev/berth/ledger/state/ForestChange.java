package dev.berth.ledger.state;

import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an edit of a region changes of the trees that searches read: trees of which a provider has changed are grown
 * anew, in others no more than the amounts that have changed is read again. For one thread.
 */
final class ForestChange {
    /** Roots, before or after, of trees of which a provider has changed. */
    private final Set<ProviderId> regrown = new LinkedHashSet<>();

    /** Providers that count devices of which some have changed. */
    private final Set<ProviderId> counters = new TreeSet<>();

    /** A provider has come, or is another than it was. */
    void replaced(Optional<Provider> before, Provider after) {
        if (before.isEmpty() || isFoundElsewhere(before.get(), after)) {
            before.ifPresent(old -> regrow(old.root()));
            regrow(after.root());
        }
    }

    /** Whether searches may find the two differently; they know nothing of names and generations. */
    private static boolean isFoundElsewhere(Provider before, Provider after) {
        return !before.root().equals(after.root())
                || !before.parent().equals(after.parent())
                || !before.inventories().equals(after.inventories())
                || !before.traits().equals(after.traits())
                || !before.aggregates().equals(after.aggregates());
    }

    /** A provider of the tree is not there any more. */
    void regrow(ProviderId root) {
        regrown.add(root);
    }

    /** These devices of a host were written, and those who count them or their relatives may give less or more. */
    void recount(ProviderId host, Iterable<PciAddress> written, DeviceTables before, DeviceTables after) {
        before.addCountersNear(host, written, counters);
        after.addCountersNear(host, written, counters);
    }

    /** All that the other has changed is changed here too. */
    void addAll(ForestChange more) {
        regrown.addAll(more.regrown);
        counters.addAll(more.counters);
    }

    /** The trees after all changes of the edit. */
    Forest madeTo(Forest before, RegionEdit edit) {
        Forest forest = before;
        for (ProviderId root : regrown) {
            forest = regrown(forest, root, edit);
        }
        TreeMap<ProviderId, List<ProviderId>> usedByRoot = new TreeMap<>();
        Set<ProviderId> used = edit.touched().usages();
        used.forEach(id -> addByRoot(id, edit, usedByRoot));
        for (ProviderId id : counters) {
            if (!used.contains(id)) {
                addByRoot(id, edit, usedByRoot);
            }
        }
        return usedByRoot.isEmpty() ? forest : forest.withRoom(usedByRoot, room(edit));
    }

    private static Forest regrown(Forest forest, ProviderId root, RegionEdit edit) {
        if (edit.provider(root).filter(Provider::isRoot).isPresent()) {
            return forest.with(edit.providers().tree(root), room(edit));
        }
        return forest.tree(root).isPresent() ? forest.without(root) : forest;
    }

    private void addByRoot(ProviderId id, RegionEdit edit, Map<ProviderId, List<ProviderId>> byRoot) {
        Optional<ProviderId> root = edit.provider(id).map(Provider::root).filter(at -> !regrown.contains(at));
        root.ifPresent(
                at -> byRoot.computeIfAbsent(at, none -> new ArrayList<>()).add(id));
    }

    private static Tree.Room room(RegionEdit edit) {
        return (provider, resourceClass, capacity) -> free(edit, provider, resourceClass, capacity);
    }

    /** What a claim can get of the provider's class: no more than there are free devices where devices are counted. */
    private static long free(RegionEdit edit, ProviderId provider, ResourceClass resourceClass, long capacity) {
        long unused = capacity - edit.used(provider, resourceClass);
        DeviceTables devices = edit.devices();
        if (!devices.hasCounter(provider)) {
            return unused;
        }
        Stock stock = new Stock(provider, resourceClass);
        return devices.isCounted(stock) ? Math.min(unused, devices.spares(stock).size()) : unused;
    }
}
