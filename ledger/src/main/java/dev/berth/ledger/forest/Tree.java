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
 * One tree of providers in a few flat arrays. Its members are numbered from the root, 0, downward, each before what is
 * below it and siblings by id. Its rows are the members' inventories, those of one member side by side in order of
 * class names. Immutable but for the text that readers may keep with it; a claim copies the free amounts and shares the
 * rest.
 */
public final class Tree {
    /** The parent of the root, and the row of a class that a member does not have. */
    public static final int NONE = -1;

    /**
     * So many members are found one by one; of more an index is made first, or a claim of n of n members would take n²
     * steps.
     */
    private static final int FEW = 8;

    private final ProviderId root;
    private final Layout layout;
    private final int[][] aggregateNumbers;

    /**
     * What is free, row by row, and behind it two words for the id of each member: together, because a search reads
     * both.
     */
    private final long[] words;

    private volatile byte[] text;

    /** What can be had of a provider's class, of which there is so much in all. */
    @FunctionalInterface
    public interface Room {
        long free(ProviderId provider, ResourceClass resourceClass, long capacity);
    }

    private Tree(ProviderId root, Layout layout, int[][] aggregateNumbers, long[] words) {
        this.root = root;
        this.layout = layout;
        this.aggregateNumbers = aggregateNumbers;
        this.words = words;
    }

    /**
     * The tree of these members.
     *
     * @param members in the order of their numbers, the root first
     */
    static Tree of(List<Provider> members, Room room, Symbols symbols) {
        Layout layout = Layout.of(members, symbols);
        int rows = layout.records.length;
        long[] words = new long[rows + 2 * members.size()];
        int[][] aggregateNumbers = new int[members.size()][];
        for (int member = 0; member < members.size(); member++) {
            Provider provider = members.get(member);
            words[rows + 2 * member] = provider.id().value().getMostSignificantBits();
            words[rows + 2 * member + 1] = provider.id().value().getLeastSignificantBits();
            aggregateNumbers[member] = provider.aggregates().stream()
                    .mapToInt(symbols::of)
                    .sorted()
                    .toArray();
        }
        Tree tree = new Tree(members.get(0).id(), layout, aggregateNumbers, words);
        for (int member = 0; member < members.size(); member++) {
            tree.fill(words, member, members.get(member).id(), room);
        }
        return tree;
    }

    private void fill(long[] changed, int member, ProviderId id, Room room) {
        int row = layout.firstRows[member];
        for (ResourceClass resourceClass : layout.inventories[member].keySet()) {
            changed[row] = room.free(id, resourceClass, layout.capacities[row]);
            row++;
        }
    }

    /** This tree, with the layout of another if it is the same. */
    Tree sharingLayoutOf(Tree other) {
        if (layout == other.layout || !layout.isLike(other.layout)) {
            return this;
        }
        int[][] aggregates =
                Arrays.deepEquals(aggregateNumbers, other.aggregateNumbers) ? other.aggregateNumbers : aggregateNumbers;
        return new Tree(root, other.layout, aggregates, words);
    }

    /** This tree with what can be had of some of its providers read again. */
    Tree withRoom(List<ProviderId> providers, Room room) {
        long[] changed = words.clone();
        if (providers.size() <= FEW) {
            providers.forEach(provider -> fill(changed, member(provider), provider, room));
        } else {
            TreeMap<ProviderId, Integer> members = new TreeMap<>();
            for (int member = 0; member < size(); member++) {
                members.put(id(member), member);
            }
            providers.forEach(provider -> fill(changed, members.get(provider), provider, room));
        }
        return new Tree(root, layout, aggregateNumbers, changed);
    }

    /** This tree as it would be if nothing were used. */
    public Tree unused() {
        long[] full = words.clone();
        System.arraycopy(layout.capacities, 0, full, 0, layout.capacities.length);
        return new Tree(root, layout, aggregateNumbers, full);
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
        return layout.parents.length;
    }

    public ProviderId id(int member) {
        return member == 0 ? root : new ProviderId(new UUID(idHigh(member), idLow(member)));
    }

    /** The upper half of the member's id. */
    public long idHigh(int member) {
        return words[layout.capacities.length + 2 * member];
    }

    /** The lower half of the member's id. */
    public long idLow(int member) {
        return words[layout.capacities.length + 2 * member + 1];
    }

    /** The root's id as a hash for tables of trees. */
    public int idHash() {
        return IdHash.of(idHigh(0), idLow(0));
    }

    /** What it has in common with trees like it; the same object for many of them. */
    public Layout layout() {
        return layout;
    }

    /** The member above, {@link #NONE} for the root. */
    public int parent(int member) {
        return layout.parents[member];
    }

    public Optional<ProviderId> parentId(int member) {
        return member == 0 ? Optional.empty() : Optional.of(id(layout.parents[member]));
    }

    public ImmutableSortedSet<Trait> traits(int member) {
        return layout.traits[member];
    }

    public boolean hasTrait(int member, int traitNumber) {
        return Arrays.binarySearch(layout.traitNumbers[member], traitNumber) >= 0;
    }

    public boolean isInAggregate(int member, int aggregateNumber) {
        return Arrays.binarySearch(aggregateNumbers[member], aggregateNumber) >= 0;
    }

    /** The member's inventories by class, in the order of its rows. */
    public ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(int member) {
        return layout.inventories[member];
    }

    /** The first of the member's rows; for the number behind the last member, the number of all rows. */
    public int firstRow(int member) {
        return layout.firstRows[member];
    }

    /** The row of the member's class, {@link #NONE} if it has no inventory of it. */
    public int row(int member, int classNumber) {
        for (int row = layout.firstRows[member]; row < layout.firstRows[member + 1]; row++) {
            if (layout.classNumbers[row] == classNumber) {
                return row;
            }
        }
        return NONE;
    }

    /**
     * Capacity that can be had: what is not used, and no more than there are devices for where devices are what is
     * counted. Negative after the capacity was lowered below what is used.
     */
    public long free(int row) {
        return words[row];
    }

    /** What could be used of it in all. */
    public long capacity(int row) {
        return layout.capacities[row];
    }

    public InventoryRecord inventory(int row) {
        return layout.records[row];
    }

    /** Whether a request for the amount alone can be served: what a claim of it would be told. */
    public boolean canProvide(int row, long amount) {
        return isInUnits(row, amount) && hasRoomFor(row, amount);
    }

    /** Whether the amount is one that a single request may ask for. */
    public boolean isInUnits(int row, long amount) {
        InventoryRecord record = layout.records[row];
        return Capacity.isInUnits(amount, record.minUnit(), record.maxUnit(), record.stepSize());
    }

    /** Whether the amount is free. */
    public boolean hasRoomFor(int row, long amount) {
        return Capacity.hasRoomFor(amount, 0, words[row]);
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
        return layout.capacities.length;
    }

    /** The classes of which any member has inventory, ascending; not to be changed. */
    int[] classNumbers() {
        return layout.distinctClasses;
    }

    public int classNumber(int row) {
        return layout.classNumbers[row];
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
        return layout.traitNumbers[member];
    }

    /** The most that a single request can be served with: no more than is free, and no more than the largest unit. */
    public long largest(int row) {
        return Math.min(words[row], layout.records[row].maxUnit());
    }

    /**
     * Whether the other is a tree that differs in what is used alone, or one that is like it in all that can be
     * searched for.
     */
    boolean isMarkedLike(Tree other) {
        return layout == other.layout && aggregateNumbers == other.aggregateNumbers;
    }
}
