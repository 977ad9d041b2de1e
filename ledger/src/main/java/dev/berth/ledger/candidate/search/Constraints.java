package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.search.Constraint.Basis;
import dev.berth.ledger.candidate.search.Constraint.Rule;
import dev.berth.ledger.forest.Tree;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The conditions on a provider, each with its rule and its words. Names come with their numbers in the forest. For the
 * unsuffixed group, where {@code isSuffixed} is false, the root of the provider's tree counts too.
 */
final class Constraints {
    private Constraints() {}

    static Constraint hasInventory(ResourceClass name, int number) {
        return new Constraint(
                        Basis.STRUCTURE,
                        Reason.NO_INVENTORY,
                        () -> "have inventory of " + name,
                        (tree, member) -> tree.row(member, number) != Tree.NONE,
                        (tree, member) -> "has no inventory of " + name)
                .about(name);
    }

    /** Capacity and units allow the amount in one request. Holds without inventory: that is another constraint. */
    static Constraint couldGive(ResourceClass name, int number, long amount) {
        return new Constraint(
                        Basis.STRUCTURE,
                        Reason.NEVER_FITS,
                        () -> "could give " + amount + " " + name + " if nothing were used",
                        (tree, member) -> {
                            int row = tree.row(member, number);
                            return row == Tree.NONE || couldGive(tree, row, amount);
                        },
                        (tree, member) -> whyNever(tree.inventory(tree.row(member, number)), name, amount))
                .about(name);
    }

    private static boolean couldGive(Tree tree, int row, long amount) {
        return tree.isInUnits(row, amount) && Capacity.hasRoomFor(amount, 0, tree.capacity(row));
    }

    private static String whyNever(InventoryRecord inventory, ResourceClass name, long amount) {
        long capacity = Capacity.of(inventory);
        return amount > capacity
                ? "has " + capacity + " " + name + " in all, " + amount + " asked for"
                : "gives " + name + " by " + inventory.minUnit() + " to " + inventory.maxUnit() + " in steps of "
                        + inventory.stepSize() + ", " + amount + " asked for";
    }

    /** The amount is not used. Holds where the amount could never be given: that is another constraint. */
    static Constraint hasFree(ResourceClass name, int number, long amount) {
        return new Constraint(
                        Basis.ROOM,
                        Reason.NO_ROOM_NOW,
                        () -> "have " + amount + " " + name + " free now",
                        (tree, member) -> {
                            int row = tree.row(member, number);
                            return row == Tree.NONE || !couldGive(tree, row, amount) || tree.hasRoomFor(row, amount);
                        },
                        (tree, member) -> {
                            int row = tree.row(member, number);
                            return "has " + Math.max(0, tree.free(row)) + " of " + tree.capacity(row) + " " + name
                                    + " free, " + amount + " asked for";
                        })
                .about(name)
                .filteredBy(block -> block.withRoomFor(number, amount));
    }

    static Constraint hasAnyTrait(ImmutableSortedSet<Trait> any, int[] numbers) {
        return new Constraint(
                        Basis.STRUCTURE,
                        Reason.MISSING_TRAIT,
                        () -> "have trait " + Constraint.anyOf(any),
                        (tree, member) -> tree.hasAnyTrait(member, numbers),
                        (tree, member) -> "does not have trait " + Constraint.anyOf(any))
                .filteredBy(block -> block.withAnyTrait(numbers));
    }

    static Constraint hasNoTrait(Trait trait, int number) {
        return new Constraint(
                Basis.STRUCTURE,
                Reason.FORBIDDEN_TRAIT,
                () -> "do not have trait " + trait,
                (tree, member) -> !tree.hasTrait(member, number),
                (tree, member) -> "has trait " + trait + ", which is forbidden");
    }

    /**
     * It is in an aggregate of each set. For the unsuffixed group it is enough that its root is, but one of the two
     * must be in all of them: neither completes what the other lacks.
     */
    static Constraint isInAggregates(
            ImmutableList<ImmutableSortedSet<AggregateId>> sets, int[][] numbers, boolean isSuffixed) {
        Rule isInAll = (tree, member) -> tree.isInAggregateOfEach(member, numbers);
        return new Constraint(
                        Basis.AGGREGATES,
                        Reason.NOT_IN_AGGREGATE,
                        () -> "are in " + all(sets) + (isSuffixed ? "" : ", or whose root is"),
                        (tree, member) -> isInAll.holds(tree, member) || !isSuffixed && isInAll.holds(tree, 0),
                        (tree, member) -> "is not in " + missing(tree, member, sets, numbers)
                                + (isSuffixed || member == 0
                                        ? ""
                                        : ", and its root is not in " + missing(tree, 0, sets, numbers)))
                .fromOutside(isInAll)
                .filteredBy(block -> block.inAggregateOfEach(numbers));
    }

    private static String missing(
            Tree tree, int member, ImmutableList<ImmutableSortedSet<AggregateId>> sets, int[][] numbers) {
        List<ImmutableSortedSet<AggregateId>> missing = new ArrayList<>();
        for (int at = 0; at < numbers.length; at++) {
            if (!tree.isInAnyAggregate(member, numbers[at])) {
                missing.add(sets.get(at));
            }
        }
        return all(missing);
    }

    private static String all(List<ImmutableSortedSet<AggregateId>> sets) {
        return sets.stream().map(any -> "aggregate " + Constraint.anyOf(any)).collect(Collectors.joining(" and in "));
    }

    /** It is in none of some aggregates; for the unsuffixed group the root of the anchoring tree is not either. */
    static Constraint isInNoAggregate(ImmutableSortedSet<AggregateId> none, int[] numbers, boolean isSuffixed) {
        Rule isInNone = (tree, member) -> !tree.isInAnyAggregate(member, numbers);
        return new Constraint(
                        Basis.AGGREGATES,
                        Reason.IN_FORBIDDEN_AGGREGATE,
                        () -> "are not in aggregate " + Constraint.anyOf(none)
                                + (isSuffixed ? "" : ", nor is their root"),
                        (tree, member) -> isInNone.holds(tree, member) && (isSuffixed || isInNone.holds(tree, 0)),
                        (tree, member) ->
                                (isInNone.holds(tree, member) ? "has a root that is in aggregate " : "is in aggregate ")
                                        + Constraint.anyOf(none) + ", which is forbidden")
                .fromOutside(isInNone)
                .admittedBy(anchor -> isSuffixed || isInNone.holds(anchor, 0));
    }

    static Constraint isInTree(ProviderId root, boolean isSuffixed) {
        Rule isInThatTree = (tree, member) -> tree.root().equals(root);
        return new Constraint(
                        Basis.TREE,
                        Reason.OTHER_TREE,
                        () -> "are in the tree of " + root,
                        isInThatTree,
                        (tree, member) -> "is not in the tree of " + root)
                // The unsuffixed group wants its anchor to be that tree too, which a provider from outside is not in.
                .fromOutside((tree, member) -> isSuffixed && isInThatTree.holds(tree, member))
                .filteredBy(block -> block.bit(root));
    }
}
