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
 * All of a tree that claims do not change and that hosts of one model have in common: parents, traits and inventories,
 * but not ids, aggregates and what is used. Neighbouring trees of the same structure share one object, so a search that
 * goes from tree to tree finds most of what it reads in the processor's cache. Immutable.
 */
public final class TreeStructure {
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

    // Java has no arrays of generic types; these two hold nothing else and are not handed out.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private TreeStructure(int size, int rows) {
        parents = new int[size];
        traitNumbers = new int[size][];
        traits = new ImmutableSortedSet[size];
        inventories = new ImmutableSortedMap[size];
        firstRows = new int[size + 1];
        classNumbers = new int[rows];
        records = new InventoryRecord[rows];
        capacities = new long[rows];
    }

    static TreeStructure of(List<Provider> members, Symbols symbols) {
        int rows =
                members.stream().mapToInt(member -> member.inventories().size()).sum();
        TreeStructure structure = new TreeStructure(members.size(), rows);
        Map<ProviderId, Integer> numbers = new java.util.HashMap<>();
        int row = 0;
        for (int member = 0; member < members.size(); member++) {
            Provider provider = members.get(member);
            structure.parents[member] = provider.parent().map(numbers::get).orElse(Tree.NONE);
            structure.traitNumbers[member] =
                    provider.traits().stream().mapToInt(symbols::of).sorted().toArray();
            structure.traits[member] = provider.traits();
            structure.inventories[member] = provider.inventories();
            for (Map.Entry<ResourceClass, InventoryRecord> inventory :
                    provider.inventories().entrySet()) {
                structure.classNumbers[row] = symbols.of(inventory.getKey());
                structure.capacities[row] = Capacity.of(inventory.getValue());
                structure.records[row++] = inventory.getValue();
            }
            structure.firstRows[member + 1] = row;
            numbers.put(provider.id(), member);
        }
        structure.distinctClasses =
                Arrays.stream(structure.classNumbers).sorted().distinct().toArray();
        structure.hash = members.get(0).id().hashCode();
        return structure;
    }

    /** Equal to itself only; {@link #isLike} compares the contents. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /**
     * The hash of the first tree's root: many blocks have a structure of the same content, and a hash of the content
     * would be the same for all of them. Computed beforehand, because searches ask for it in every tree.
     */
    @Override
    public int hashCode() {
        return hash;
    }

    /** Whether the other, with numbers of the same forest, has the same content. */
    boolean isLike(TreeStructure other) {
        return Arrays.equals(parents, other.parents)
                && Arrays.equals(firstRows, other.firstRows)
                && Arrays.equals(classNumbers, other.classNumbers)
                && Arrays.equals(records, other.records)
                && Arrays.deepEquals(traitNumbers, other.traitNumbers);
    }
}
