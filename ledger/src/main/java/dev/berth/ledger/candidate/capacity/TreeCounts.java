package dev.berth.ledger.candidate.capacity;

import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Symbols;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.Catalogue;
import dev.berth.ledger.state.RegionView;
import io.vavr.collection.TreeMap;
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

    /** What the names in the request mean, by which all was counted. */
    private Meaning meaning = new Meaning(null, null, null);

    private record Meaning(Catalogue catalogue, Symbols symbols, TreeMap<String, PciFlavor> flavors) {
        boolean isOf(RegionView view) {
            return catalogue == view.catalogue() && symbols == view.forest().symbols() && flavors == view.flavors();
        }
    }

    private record Known(Tree tree, DeviceTable devices, long count) {}

    /** Begins a count; what one that broke off has left behind is of no use. */
    void begin(RegionView view) {
        next.clear();
        if (!meaning.isOf(view)) {
            known.clear();
        }
        meaning = new Meaning(view.catalogue(), view.forest().symbols(), view.flavors());
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
