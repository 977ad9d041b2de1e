package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.ProviderSummary.Stock;
import dev.berth.ledger.forest.Tree;
import dev.berth.resource.integer.Capacity;
import java.util.Map;

/**
 * Goes through the providers that an answer tells of, as members of their trees: all of each tree from which something
 * is taken, or only those from which it is, for clients that do not know of trees. For one thread.
 */
public final class ProviderCursor {
    private final ShownTrees shown;
    private int place;
    private int member = -1;

    ProviderCursor(ShownTrees shown) {
        this.shown = shown;
    }

    /** Goes on to the next provider; false if there is none. */
    public boolean next() {
        while (place < shown.size()) {
            member = shown.nextMember(place, member + 1);
            if (member >= 0) {
                return true;
            }
            place++;
        }
        return false;
    }

    public Tree tree() {
        return shown.tree(place);
    }

    public int member() {
        return member;
    }

    /** The provider that was reached, as a value. */
    ProviderSummary summary() {
        ImmutableList.Builder<Stock> stocks = ImmutableList.builder();
        Tree tree = tree();
        int row = tree.firstRow(member);
        for (Map.Entry<ResourceClass, InventoryRecord> inventory :
                tree.inventories(member).entrySet()) {
            long capacity = Capacity.of(inventory.getValue());
            stocks.add(new Stock(inventory.getKey(), capacity, capacity - tree.free(row)));
            row++;
        }
        return new ProviderSummary(
                tree.id(member), tree.parentId(member), tree.root(), tree.traits(member), stocks.build());
    }
}
