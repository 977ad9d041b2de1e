package dev.berth.ledger.forest;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.resource.integer.Capacity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One tree of providers in a few flat arrays. Its members are numbered from the root, 0, downward, each before what is below it and
 * siblings by id. Its rows are the members' inventories, those of one member side by side in order of class names. Immutable; a
 * claim copies the free amounts and shares the rest.
 */
public final class Tree {
    /** The parent of the root, and the row of a class that a member does not have. */
    public static final int NONE = -1;

    private final Shape shape;
    private final long[] free;

    /** What is used of a provider's class. */
    @FunctionalInterface
    public interface Usage {
        long used(ProviderId provider, ResourceClass resourceClass);
    }

    /** What only reports change. */
    private record Shape(
            ProviderId[] ids,
            int[] parents,
            int[][] traitNumbers,
            int[][] aggregateNumbers,
            ImmutableSortedSet<Trait>[] traits,
            ImmutableSortedMap<ResourceClass, InventoryRecord>[] inventories,
            int[] firstRows,
            int[] classNumbers,
            InventoryRecord[] records,
            long[] capacities) {}

    private Tree(Shape shape, long[] free) {
        this.shape = shape;
        this.free = free;
    }

    /**
     * The tree of these members.
     *
     * @param members in the order of their numbers, the root first
     */
    static Tree of(List<Provider> members, Usage usage, Symbols symbols) {
        Shape shape = shapeOf(members, symbols);
        long[] free = new long[shape.records.length];
        for (int member = 0; member < members.size(); member++) {
            fill(free, shape, member, usage);
        }
        return new Tree(shape, free);
    }

    // Java has no arrays of generic types; these two are filled with what they say and never leave.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Shape shapeOf(List<Provider> members, Symbols symbols) {
        int size = members.size();
        int rows =
                members.stream().mapToInt(member -> member.inventories().size()).sum();
        Shape shape = new Shape(
                new ProviderId[size],
                new int[size],
                new int[size][],
                new int[size][],
                new ImmutableSortedSet[size],
                new ImmutableSortedMap[size],
                new int[size + 1],
                new int[rows],
                new InventoryRecord[rows],
                new long[rows]);
        Map<ProviderId, Integer> numbers = new java.util.HashMap<>();
        int row = 0;
        for (int member = 0; member < size; member++) {
            Provider provider = members.get(member);
            shape.ids[member] = provider.id();
            shape.parents[member] = provider.parent().map(numbers::get).orElse(NONE);
            shape.traitNumbers[member] =
                    sorted(provider.traits().stream().mapToInt(symbols::of).toArray());
            shape.aggregateNumbers[member] =
                    sorted(provider.aggregates().stream().mapToInt(symbols::of).toArray());
            shape.traits[member] = provider.traits();
            shape.inventories[member] = provider.inventories();
            for (Map.Entry<ResourceClass, InventoryRecord> inventory :
                    provider.inventories().entrySet()) {
                shape.classNumbers[row] = symbols.of(inventory.getKey());
                shape.capacities[row] = Capacity.of(inventory.getValue());
                shape.records[row++] = inventory.getValue();
            }
            shape.firstRows[member + 1] = row;
            numbers.put(provider.id(), member);
        }
        return shape;
    }

    private static int[] sorted(int[] numbers) {
        Arrays.sort(numbers);
        return numbers;
    }

    private static void fill(long[] free, Shape shape, int member, Usage usage) {
        int row = shape.firstRows[member];
        for (ResourceClass resourceClass : shape.inventories[member].keySet()) {
            free[row] = shape.capacities[row] - usage.used(shape.ids[member], resourceClass);
            row++;
        }
    }

    /** This tree with what is used of some of its providers read again. */
    Tree withUsage(List<ProviderId> providers, Usage usage) {
        long[] changed = free.clone();
        for (ProviderId provider : providers) {
            fill(changed, shape, member(provider), usage);
        }
        return new Tree(shape, changed);
    }

    /** This tree as it would be if nothing were used. */
    public Tree unused() {
        return new Tree(shape, shape.capacities);
    }

    private int member(ProviderId provider) {
        for (int member = 0; member < size(); member++) {
            if (shape.ids[member].equals(provider)) {
                return member;
            }
        }
        throw new IllegalStateException(
                "expected provider " + provider + " in the tree of " + root() + " but it is not");
    }

    public ProviderId root() {
        return shape.ids[0];
    }

    /** How many members it has. */
    public int size() {
        return shape.ids.length;
    }

    public ProviderId id(int member) {
        return shape.ids[member];
    }

    /** The member above, {@link #NONE} for the root. */
    public int parent(int member) {
        return shape.parents[member];
    }

    public Optional<ProviderId> parentId(int member) {
        return member == 0 ? Optional.empty() : Optional.of(shape.ids[shape.parents[member]]);
    }

    public ImmutableSortedSet<Trait> traits(int member) {
        return shape.traits[member];
    }

    public boolean hasTrait(int member, int traitNumber) {
        return Arrays.binarySearch(shape.traitNumbers[member], traitNumber) >= 0;
    }

    public boolean isInAggregate(int member, int aggregateNumber) {
        return Arrays.binarySearch(shape.aggregateNumbers[member], aggregateNumber) >= 0;
    }

    /** The member's inventories by class, in the order of its rows. */
    public ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(int member) {
        return shape.inventories[member];
    }

    /** The first of the member's rows; for the number behind the last member, the number of all rows. */
    public int firstRow(int member) {
        return shape.firstRows[member];
    }

    /** The row of the member's class, {@link #NONE} if it has no inventory of it. */
    public int row(int member, int classNumber) {
        for (int row = shape.firstRows[member]; row < shape.firstRows[member + 1]; row++) {
            if (shape.classNumbers[row] == classNumber) {
                return row;
            }
        }
        return NONE;
    }

    /** Capacity that is not used; negative after the capacity was lowered below what is used. */
    public long free(int row) {
        return free[row];
    }

    /** What could be used of it in all. */
    public long capacity(int row) {
        return shape.capacities[row];
    }

    public InventoryRecord inventory(int row) {
        return shape.records[row];
    }

    /** Whether a request for the amount alone can be served: what a claim of it would be told. */
    public boolean canProvide(int row, long amount) {
        InventoryRecord record = shape.records[row];
        return Capacity.isInUnits(amount, record.minUnit(), record.maxUnit(), record.stepSize())
                && Capacity.hasRoomFor(amount, 0, free[row]);
    }

    int rows() {
        return free.length;
    }

    public int classNumber(int row) {
        return shape.classNumbers[row];
    }

    /** The aggregates that the member is in, ascending; not to be changed. */
    public int[] aggregateNumbers(int member) {
        return shape.aggregateNumbers[member];
    }

    /** The traits that the member has, ascending; not to be changed. */
    public int[] traitNumbers(int member) {
        return shape.traitNumbers[member];
    }

    /** The most that a single request can be served with: no more than is free, and no more than the largest unit. */
    public long largest(int row) {
        return Math.min(free[row], shape.records[row].maxUnit());
    }

    boolean hasShapeOf(Tree other) {
        return shape == other.shape;
    }
}
