package dev.berth.ledger.forest;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.IdHash;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.resource.integer.Capacity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One tree of providers in a few flat arrays. Its members are numbered from the root, which is 0, downward: each comes
 * before what is below it, and siblings are in order of their ids. Its rows are the members' inventories, those of one
 * member side by side in order of class names. Immutable but for the text that readers may keep with it; a claim copies
 * the free amounts and shares the rest.
 */
public final class Tree {
    /** The parent of the root, and the row of a class that a member does not have. */
    public static final int NONE = -1;

    /**
     * Up to this many members are looked up one by one. For more an index is made first, as a claim on all n members
     * would take n² steps otherwise.
     */
    private static final int FEW = 8;

    private final ProviderId root;

    /** The halves of the root's id, once more: an answer of many trees would miss the cache for each otherwise. */
    private final long rootHigh;

    private final long rootLow;
    private final TreeStructure structure;
    private final int[][] aggregateNumbers;

    /** What is free, row by row, then two values for the id of each member: side by side as a search reads both. */
    private final long[] values;

    private volatile byte[] text;

    /** Tells how much of a provider's class is free, given its capacity. */
    @FunctionalInterface
    public interface Room {
        long free(ProviderId provider, ResourceClass resourceClass, long capacity);
    }

    private Tree(ProviderId root, TreeStructure structure, int[][] aggregateNumbers, long[] values) {
        this.root = root;
        this.rootHigh = root.value().getMostSignificantBits();
        this.rootLow = root.value().getLeastSignificantBits();
        this.structure = structure;
        this.aggregateNumbers = aggregateNumbers;
        this.values = values;
    }

    /**
     * The tree of these members.
     *
     * @param members in the order of their numbers, the root first
     */
    static Tree of(List<Provider> members, Room room, Symbols symbols) {
        TreeStructure structure = TreeStructure.of(members, symbols);
        int rows = structure.records.length;
        long[] values = new long[rows + 2 * members.size()];
        int[][] aggregateNumbers = new int[members.size()][];
        for (int member = 0; member < members.size(); member++) {
            Provider provider = members.get(member);
            values[rows + 2 * member] = provider.id().value().getMostSignificantBits();
            values[rows + 2 * member + 1] = provider.id().value().getLeastSignificantBits();
            aggregateNumbers[member] = provider.aggregates().stream()
                    .mapToInt(symbols::of)
                    .sorted()
                    .toArray();
        }
        Tree tree = new Tree(members.get(0).id(), structure, aggregateNumbers, values);
        for (int member = 0; member < members.size(); member++) {
            tree.fill(values, member, members.get(member).id(), room);
        }
        return tree;
    }

    private void fill(long[] changed, int member, ProviderId id, Room room) {
        int row = structure.firstRows[member];
        for (ResourceClass resourceClass : structure.inventories[member].keySet()) {
            changed[row] = room.free(id, resourceClass, structure.capacities[row]);
            row++;
        }
    }

    /** This tree, with the structure object of another if both have the same content. */
    Tree sharingStructureOf(Tree other) {
        if (structure == other.structure || !structure.isLike(other.structure)) {
            return this;
        }
        int[][] aggregates =
                Arrays.deepEquals(aggregateNumbers, other.aggregateNumbers) ? other.aggregateNumbers : aggregateNumbers;
        return new Tree(root, other.structure, aggregates, values);
    }

    /** This tree with the free amounts of some of its providers read again. */
    Tree withRoom(List<ProviderId> providers, Room room) {
        long[] changed = values.clone();
        if (providers.size() <= FEW) {
            providers.forEach(provider -> fill(changed, member(provider), provider, room));
        } else {
            TreeMap<ProviderId, Integer> members = new TreeMap<>();
            for (int member = 0; member < size(); member++) {
                members.put(id(member), member);
            }
            providers.forEach(provider -> fill(changed, members.get(provider), provider, room));
        }
        return new Tree(root, structure, aggregateNumbers, changed);
    }

    /** This tree as it would be if nothing were used. */
    public Tree unused() {
        long[] full = values.clone();
        System.arraycopy(structure.capacities, 0, full, 0, structure.capacities.length);
        return new Tree(root, structure, aggregateNumbers, full);
    }

    /** This tree with less free in some rows: of each of them so much. */
    public Tree less(int[] rows, long[] amounts) {
        long[] changed = values.clone();
        for (int at = 0; at < rows.length; at++) {
            changed[rows[at]] -= amounts[at];
        }
        return new Tree(root, structure, aggregateNumbers, changed);
    }

    /** This tree as it would be if nothing of some classes, given by their numbers, were used. */
    public Tree unused(int[] classes) {
        long[] changed = values.clone();
        for (int row = 0; row < structure.classNumbers.length; row++) {
            for (int of : classes) {
                changed[row] = structure.classNumbers[row] == of ? structure.capacities[row] : changed[row];
            }
        }
        return new Tree(root, structure, aggregateNumbers, changed);
    }

    private int member(ProviderId provider) {
        for (int member = 0; member < size(); member++) {
            if (idHigh(member) == provider.value().getMostSignificantBits()
                    && idLow(member) == provider.value().getLeastSignificantBits()) {
                return member;
            }
        }
        throw new IllegalStateException(
                "expected provider " + provider + " in the tree of " + root() + " but it is not");
    }

    public ProviderId root() {
        return root;
    }

    /** How many members it has. */
    public int size() {
        return structure.parents.length;
    }

    public ProviderId id(int member) {
        return member == 0 ? root : new ProviderId(new UUID(idHigh(member), idLow(member)));
    }

    /** The upper half of the member's id. */
    public long idHigh(int member) {
        return member == 0 ? rootHigh : values[structure.capacities.length + 2 * member];
    }

    /** The lower half of the member's id. */
    public long idLow(int member) {
        return member == 0 ? rootLow : values[structure.capacities.length + 2 * member + 1];
    }

    /** Equal to itself only: trees are compared by identity. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return IdHash.of(idHigh(0), idLow(0));
    }

    /** What claims do not change of it; the same object for many trees. */
    public TreeStructure structure() {
        return structure;
    }

    /** The member above, {@link #NONE} for the root. */
    public int parent(int member) {
        return structure.parents[member];
    }

    public Optional<ProviderId> parentId(int member) {
        return member == 0 ? Optional.empty() : Optional.of(id(structure.parents[member]));
    }

    public ImmutableSortedSet<Trait> traits(int member) {
        return structure.traits[member];
    }

    public boolean hasTrait(int member, int traitNumber) {
        return Arrays.binarySearch(structure.traitNumbers[member], traitNumber) >= 0;
    }

    public boolean hasAllTraits(int member, int[] traitNumbers) {
        for (int trait : traitNumbers) {
            if (!hasTrait(member, trait)) {
                return false;
            }
        }
        return true;
    }

    public boolean hasAnyTrait(int member, int[] traitNumbers) {
        for (int trait : traitNumbers) {
            if (hasTrait(member, trait)) {
                return true;
            }
        }
        return false;
    }

    public boolean isInAnyAggregate(int member, int[] numbers) {
        for (int aggregate : numbers) {
            if (Arrays.binarySearch(aggregateNumbers[member], aggregate) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the member is in at least one aggregate of each set. */
    public boolean isInAggregateOfEach(int member, int[][] sets) {
        for (int[] any : sets) {
            if (!isInAnyAggregate(member, any)) {
                return false;
            }
        }
        return true;
    }

    /** The member's inventories by class, in the order of its rows. */
    public ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(int member) {
        return structure.inventories[member];
    }

    /** The first of the member's rows; for the number after the last member, the number of all rows. */
    public int firstRow(int member) {
        return structure.firstRows[member];
    }

    /** The row of the member's class, {@link #NONE} if it has no inventory of it. */
    public int row(int member, int classNumber) {
        for (int row = structure.firstRows[member]; row < structure.firstRows[member + 1]; row++) {
            if (structure.classNumbers[row] == classNumber) {
                return row;
            }
        }
        return NONE;
    }

    /**
     * How much can still be claimed: what is not used, and where the units are devices no more than there are free
     * devices. Negative after the capacity was lowered below what is used.
     */
    public long free(int row) {
        return values[row];
    }

    /** How much of it could be used in all. */
    public long capacity(int row) {
        return structure.capacities[row];
    }

    public InventoryRecord inventory(int row) {
        return structure.records[row];
    }

    /** Whether a single request may ask for the amount, by the smallest and largest unit and the step size. */
    public boolean isInUnits(int row, long amount) {
        InventoryRecord record = structure.records[row];
        return Capacity.isInUnits(amount, record.minUnit(), record.maxUnit(), record.stepSize());
    }

    /** Whether the amount is free. */
    public boolean hasRoomFor(int row, long amount) {
        return Capacity.hasRoomFor(amount, 0, values[row]);
    }

    /** The text that was kept with the tree; null if there is none. Not to be changed. */
    public byte[] text() {
        return text;
    }

    /**
     * Keeps a text that was made of this tree, for whoever would make the same; null to forget it. The tree that takes
     * its place after a claim has none. Any thread may call it.
     */
    public void keepText(byte[] made) {
        text = made;
    }

    int rows() {
        return structure.capacities.length;
    }

    /** The classes of which any member has inventory, ascending; not to be changed. */
    int[] classNumbers() {
        return structure.distinctClasses;
    }

    public int classNumber(int row) {
        return structure.classNumbers[row];
    }

    /** For each member the aggregates that it is in; the same object for many trees. Not to be changed. */
    public int[][] aggregateNumbers() {
        return aggregateNumbers;
    }

    /** The aggregates that the member is in, ascending; not to be changed. */
    public int[] aggregateNumbers(int member) {
        return aggregateNumbers[member];
    }

    /** The traits that the member has, ascending; not to be changed. */
    public int[] traitNumbers(int member) {
        return structure.traitNumbers[member];
    }

    /** The most that a single request can get: no more than is free, and no more than the largest unit. */
    public long largest(int row) {
        return Math.min(values[row], structure.records[row].maxUnit());
    }

    /** Whether both have the same traits and aggregates, as before and after a claim; it may say no where they have. */
    boolean hasTraitsAndAggregatesOf(Tree other) {
        return structure == other.structure && aggregateNumbers == other.aggregateNumbers;
    }
}
