package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.Explanation.Reason;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that a group asks of a provider: the rule, which searches and accounts of searches both ask, and its
 * words. All that a
 * {@link Need} asks is in its constraints. Immutable.
 */
interface Constraint {
    /**
     * What the answer depends on beside the layout of the tree: a search asks again only where that may have changed.
     */
    enum Basis {
        LAYOUT,
        AGGREGATES,
        /** Which tree it is, and which of its devices are free. */
        TREE,
        /** What is free; only asked of those that the layout lets have it. */
        ROOM,
        /** It holds wherever another constraint of the same need does, so searches do not ask it. */
        IMPLIED
    }

    Basis basis();

    /** What is lacking where it does not hold. */
    Reason reason();

    /** What holds where it does, as the end of "providers that ...". */
    String text();

    /** The class of which there must be enough, if it is about one. */
    default Optional<ResourceClass> resourceClass() {
        return Optional.empty();
    }

    /** Whether it holds for a member of the anchoring tree. */
    boolean holds(Tree tree, int member);

    /**
     * Whether it holds for a provider that shares what it has with trees that it is not in; see also {@link #admits}.
     */
    default boolean holdsFromOutside(Tree tree, int member) {
        return holds(tree, member);
    }

    /** Whether an anchoring tree lets it hold for a provider from outside. */
    default boolean admits(Tree anchor) {
        return true;
    }

    /** Whether {@link #hint} ever leaves a tree out. */
    default boolean isHinting() {
        return false;
    }

    /** The trees that may have a member for which it holds; no tree that has one is left out. */
    default long hint(Stand stand) {
        return stand.all();
    }

    /** Whether what is lacking on a member is not told by another constraint already. */
    default boolean isWorthTelling(Tree tree, int member) {
        return true;
    }

    /** What is lacking on a member for which it does not hold. */
    String lackOn(Tree tree, int member);

    /** Whether a row could give the amount in one request if nothing of it were used. */
    private static boolean couldGive(Tree tree, int row, long amount) {
        return tree.isInUnits(row, amount) && Capacity.hasRoomFor(amount, 0, tree.capacity(row));
    }

    /** Names of which one is enough, in words. */
    static String anyOf(Collection<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }

    /** It has inventory of a class. */
    record HasInventory(ResourceClass name, int number) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.LAYOUT;
        }

        @Override
        public Reason reason() {
            return Reason.NO_INVENTORY;
        }

        @Override
        public String text() {
            return "have inventory of " + name;
        }

        @Override
        public Optional<ResourceClass> resourceClass() {
            return Optional.of(name);
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return tree.row(member, number) != Tree.NONE;
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "has no inventory of " + name;
        }
    }

    /**
     * Capacity and units allow the amount in one request. Holds where there is no inventory: that is another
     * constraint.
     */
    record CouldGive(ResourceClass name, int number, long amount) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.LAYOUT;
        }

        @Override
        public Reason reason() {
            return Reason.NEVER_FITS;
        }

        @Override
        public String text() {
            return "could give " + amount + " " + name + " if nothing were used";
        }

        @Override
        public Optional<ResourceClass> resourceClass() {
            return Optional.of(name);
        }

        @Override
        public boolean holds(Tree tree, int member) {
            int row = tree.row(member, number);
            return row == Tree.NONE || couldGive(tree, row, amount);
        }

        @Override
        public String lackOn(Tree tree, int member) {
            InventoryRecord inventory = tree.inventory(tree.row(member, number));
            long capacity = Capacity.of(inventory);
            return amount > capacity
                    ? "has " + capacity + " " + name + " in all, " + amount + " asked for"
                    : "gives " + name + " by " + inventory.minUnit() + " to " + inventory.maxUnit() + " in steps of "
                            + inventory.stepSize() + ", " + amount + " asked for";
        }
    }

    /** So much is not used. Holds where the amount could never be given: that is another constraint. */
    record HasFree(ResourceClass name, int number, long amount) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.ROOM;
        }

        @Override
        public Reason reason() {
            return Reason.NO_ROOM_NOW;
        }

        @Override
        public String text() {
            return "have " + amount + " " + name + " free now";
        }

        @Override
        public Optional<ResourceClass> resourceClass() {
            return Optional.of(name);
        }

        @Override
        public boolean holds(Tree tree, int member) {
            int row = tree.row(member, number);
            return row == Tree.NONE || !couldGive(tree, row, amount) || tree.hasRoomFor(row, amount);
        }

        @Override
        public boolean isHinting() {
            return true;
        }

        @Override
        public long hint(Stand stand) {
            return stand.withRoomFor(number, amount);
        }

        @Override
        public String lackOn(Tree tree, int member) {
            int row = tree.row(member, number);
            return "has " + Math.max(0, tree.free(row)) + " of " + Capacity.of(tree.inventory(row)) + " " + name
                    + " free, " + amount + " asked for";
        }
    }

    /** It has one of some traits. */
    record HasTrait(ImmutableSortedSet<Trait> any, int[] numbers) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.LAYOUT;
        }

        @Override
        public Reason reason() {
            return Reason.MISSING_TRAIT;
        }

        @Override
        public String text() {
            return "have trait " + anyOf(any);
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return Need.hasAnyTrait(tree, member, numbers);
        }

        @Override
        public boolean isHinting() {
            return true;
        }

        @Override
        public long hint(Stand stand) {
            return Need.withAnyTrait(stand, numbers);
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "does not have trait " + anyOf(any);
        }
    }

    /** It does not have a trait. */
    record HasNotTrait(Trait trait, int number) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.LAYOUT;
        }

        @Override
        public Reason reason() {
            return Reason.FORBIDDEN_TRAIT;
        }

        @Override
        public String text() {
            return "do not have trait " + trait;
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return !tree.hasTrait(member, number);
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "has trait " + trait + ", which is forbidden";
        }
    }

    /**
     * It is in an aggregate of each set. For the unsuffixed group it is enough that its root is, but one of the two
     * must be in all of
     * them: neither completes what the other lacks.
     */
    record IsInAggregates(ImmutableList<ImmutableSortedSet<AggregateId>> sets, int[][] numbers, boolean isAlone)
            implements Constraint {
        @Override
        public Basis basis() {
            return Basis.AGGREGATES;
        }

        @Override
        public Reason reason() {
            return Reason.NOT_IN_AGGREGATE;
        }

        @Override
        public String text() {
            return "are in " + all(sets) + (isAlone ? "" : ", or whose root is");
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return isInAll(tree, member) || !isAlone && isInAll(tree, 0);
        }

        @Override
        public boolean holdsFromOutside(Tree tree, int member) {
            return isInAll(tree, member);
        }

        private boolean isInAll(Tree tree, int member) {
            for (int[] any : numbers) {
                if (!Need.isInAny(tree, member, any)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean isHinting() {
            return true;
        }

        @Override
        public long hint(Stand stand) {
            long word = stand.all();
            for (int at = 0; at < numbers.length && word != 0; at++) {
                word &= Need.inAnyAggregate(stand, numbers[at]);
            }
            return word;
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "is not in " + missing(tree, member)
                    + (isAlone || member == 0 ? "" : ", and its root is not in " + missing(tree, 0));
        }

        private String missing(Tree tree, int member) {
            List<ImmutableSortedSet<AggregateId>> missing = new ArrayList<>();
            for (int at = 0; at < numbers.length; at++) {
                if (!Need.isInAny(tree, member, numbers[at])) {
                    missing.add(sets.get(at));
                }
            }
            return all(missing);
        }

        private static String all(List<ImmutableSortedSet<AggregateId>> sets) {
            return sets.stream().map(any -> "aggregate " + anyOf(any)).collect(Collectors.joining(" and in "));
        }
    }

    /** It is in none of some aggregates; for the unsuffixed group the root of the anchoring tree is not either. */
    record IsNotInAggregate(ImmutableSortedSet<AggregateId> none, int[] numbers, boolean isAlone)
            implements Constraint {
        @Override
        public Basis basis() {
            return Basis.AGGREGATES;
        }

        @Override
        public Reason reason() {
            return Reason.IN_FORBIDDEN_AGGREGATE;
        }

        @Override
        public String text() {
            return "are not in aggregate " + anyOf(none) + (isAlone ? "" : ", nor is their root");
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return holdsFromOutside(tree, member) && admits(tree);
        }

        @Override
        public boolean holdsFromOutside(Tree tree, int member) {
            return !Need.isInAny(tree, member, numbers);
        }

        @Override
        public boolean admits(Tree anchor) {
            return isAlone || !Need.isInAny(anchor, 0, numbers);
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return (holdsFromOutside(tree, member) ? "has a root that is in aggregate " : "is in aggregate ")
                    + anyOf(none) + ", which is forbidden";
        }
    }

    /** It is in one tree. */
    record IsInTree(ProviderId root, boolean isAlone) implements Constraint {
        @Override
        public Basis basis() {
            return Basis.TREE;
        }

        @Override
        public Reason reason() {
            return Reason.OTHER_TREE;
        }

        @Override
        public String text() {
            return "are in the tree of " + root;
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return tree.root().equals(root);
        }

        @Override
        public boolean holdsFromOutside(Tree tree, int member) {
            // An unsuffixed group wants to be anchored in that tree too, and the provider is not in the anchoring tree.
            return isAlone && holds(tree, member);
        }

        @Override
        public boolean isHinting() {
            return true;
        }

        @Override
        public long hint(Stand stand) {
            return stand.bit(root);
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "is not in the tree of " + root;
        }
    }
}
