package dev.berth.ledger.forest;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.resource.integer.Capacity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the trees of hosts of one model have in common: everything but ids, aggregates and what is used. Trees of one
 * layout that stand together share it, so that a search that goes from one to the next finds most of what it looks at
 * where it has just been. Immutable.
 */
public final class Layout {
    final int[] parents;
    final int[][] traitNumbers;
    final ImmutableSortedSet<Trait>[] traits;
    final ImmutableSortedMap<ResourceClass, InventoryRecord>[] inventories;
    final int[] firstRows;
    final int[] classNumbers;
    final InventoryRecord[] records;
    final long[] capacities;
    /** The classes of the rows, each once, ascending. */
    int[] distinctClasses;

    private int hash;

    // Java has no arrays of generic types; these two are filled with what they say and never leave.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private Layout(int size, int rows) {
        parents = new int[size];
        traitNumbers = new int[size][];
        traits = new ImmutableSortedSet[size];
        inventories = new ImmutableSortedMap[size];
        firstRows = new int[size + 1];
        classNumbers = new int[rows];
        records = new InventoryRecord[rows];
        capacities = new long[rows];
    }

    static Layout of(List<Provider> members, Symbols symbols) {
        int rows =
                members.stream().mapToInt(member -> member.inventories().size()).sum();
        Layout layout = new Layout(members.size(), rows);
        Map<ProviderId, Integer> numbers = new java.util.HashMap<>();
        int row = 0;
        for (int member = 0; member < members.size(); member++) {
            Provider provider = members.get(member);
            layout.parents[member] = provider.parent().map(numbers::get).orElse(Tree.NONE);
            layout.traitNumbers[member] =
                    provider.traits().stream().mapToInt(symbols::of).sorted().toArray();
            layout.traits[member] = provider.traits();
            layout.inventories[member] = provider.inventories();
            for (Map.Entry<ResourceClass, InventoryRecord> inventory :
                    provider.inventories().entrySet()) {
                layout.classNumbers[row] = symbols.of(inventory.getKey());
                layout.capacities[row] = Capacity.of(inventory.getValue());
                layout.records[row++] = inventory.getValue();
            }
            layout.firstRows[member + 1] = row;
            numbers.put(provider.id(), member);
        }
        layout.distinctClasses =
                Arrays.stream(layout.classNumbers).sorted().distinct().toArray();
        layout.hash = members.get(0).id().hashCode();
        return layout;
    }

    /** A layout is equal to itself alone; {@link #isLike} compares. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /**
     * That of the first tree's root, since layouts of the same content are as many as stands. Known beforehand, because
     * searches ask for it in every tree.
     */
    @Override
    public int hashCode() {
        return hash;
    }

    /** Whether the other, in the numbers of the same forest, says the same. */
    boolean isLike(Layout other) {
        return Arrays.equals(parents, other.parents)
                && Arrays.equals(firstRows, other.firstRows)
                && Arrays.equals(classNumbers, other.classNumbers)
                && Arrays.equals(records, other.records)
                && Arrays.deepEquals(traitNumbers, other.traitNumbers);
    }
}
