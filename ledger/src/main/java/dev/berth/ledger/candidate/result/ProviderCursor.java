package dev.berth.ledger.candidate.result;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.result.ProviderSummary.ClassUsage;
import dev.berth.ledger.forest.Tree;
import dev.berth.resource.integer.Capacity;
import java.util.Map;

/**
 * Reads the providers that an answer summarizes, one after the other, as members of their trees: all members of each
 * tree from which something is taken, or for clients before 1.29 only those from which it is. For one thread.
 */
public final class ProviderCursor {
    private final SummarizedTrees trees;
    private int position;
    private int member = -1;

    ProviderCursor(SummarizedTrees trees) {
        this.trees = trees;
    }

    /** Goes on to the next provider; false if there is none. */
    public boolean next() {
        while (position < trees.size()) {
            member = trees.nextMember(position, member + 1);
            if (member >= 0) {
                return true;
            }
            position++;
        }
        return false;
    }

    public Tree tree() {
        return trees.tree(position);
    }

    public int member() {
        return member;
    }

    /** The provider that was reached, as a value. */
    ProviderSummary summary() {
        ImmutableList.Builder<ClassUsage> usages = ImmutableList.builder();
        Tree tree = tree();
        int row = tree.firstRow(member);
        for (Map.Entry<ResourceClass, InventoryRecord> inventory :
                tree.inventories(member).entrySet()) {
            long capacity = Capacity.of(inventory.getValue());
            usages.add(new ClassUsage(inventory.getKey(), capacity, capacity - tree.free(row)));
            row++;
        }
        return new ProviderSummary(
                tree.id(member), tree.parentId(member), tree.root(), tree.traits(member), usages.build());
    }
}
