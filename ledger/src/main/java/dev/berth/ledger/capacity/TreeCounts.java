package dev.berth.ledger.capacity;

import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often one request fits in each tree that shares nothing with others, as it was last counted. A tree is a value,
 * and a claim puts another in its place, so what was counted holds as long as tree and devices are the same objects.
 * It keeps what the last count has asked for. Not thread-safe.
 */
public final class TreeCounts {
    private Map<ProviderId, Known> known = new HashMap<>();
    private Map<ProviderId, Known> next = new HashMap<>();

    /** Where names have the meaning by which all was counted. */
    private RegionView meaning;

    private record Known(Tree tree, DeviceTable devices, long count) {}

    void begin(RegionView view) {
        if (meaning == null
                || meaning.catalogue() != view.catalogue()
                || meaning.forest().symbols() != view.forest().symbols()
                || meaning.flavors() != view.flavors()) {
            known.clear();
        }
        meaning = view;
    }

    /** The count of a tree: the one that is known, or one that is made now. */
    long count(RegionView view, Tree tree, StepCounter steps, LongSupplier counting) {
        DeviceTable devices = view.devices().of(tree.root());
        Known before = known.get(tree.root());
        boolean isKnown = before != null && before.tree() == tree && before.devices() == devices;
        long count = isKnown ? before.count() : counting.getAsLong();
        if (!steps.isSpent()) {
            next.put(tree.root(), isKnown ? before : new Known(tree, devices, count));
        }
        return count;
    }

    void end() {
        Map<ProviderId, Known> old = known;
        known = next;
        next = old;
        next.clear();
    }
}
