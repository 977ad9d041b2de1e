package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.Explanation.Reason;
import dev.berth.ledger.forest.Symbols;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One thing that a demand asks of a provider, as a test and in words. All constraints of a demand together are its {@link Need}. */
sealed interface Constraint {
    /** What is lacking where it does not hold. */
    Reason reason();

    /** What holds where it does, as the end of "providers that ...". */
    String text();

    /** The class of which there must be enough, if it is about one. */
    default Optional<ResourceClass> resourceClass() {
        return Optional.empty();
    }

    boolean holds(Tree tree, int member);

    /** What is lacking on a member for which it does not hold. */
    String lackOn(Tree tree, int member);

    /**
     * The constraints of a demand: first what only reports change, then what is free now.
     *
     * @param resources those of the group that the demand asks for
     * @param need the demand's, in the numbers of the forest
     */
    static List<Constraint> of(RequestGroup group, Map<ResourceClass, Long> resources, Need need, Symbols symbols) {
        List<Constraint> constraints = new ArrayList<>();
        resources.forEach((name, amount) -> {
            constraints.add(new HasInventory(name, symbols.of(name)));
            constraints.add(new CouldGive(name, symbols.of(name), amount));
        });
        for (int at = 0; at < need.traitSets().length; at++) {
            constraints.add(new HasTrait(group.requiredTraits().get(at), need.traitSets()[at]));
        }
        group.forbiddenTraits().forEach(trait -> constraints.add(new HasNotTrait(trait, symbols.of(trait))));
        for (int at = 0; at < need.aggregateSets().length; at++) {
            constraints.add(new IsInAggregate(group.memberOf().get(at), need.aggregateSets()[at], need.isAlone()));
        }
        if (!group.forbiddenAggregates().isEmpty()) {
            constraints.add(
                    new IsNotInAggregate(group.forbiddenAggregates(), need.forbiddenAggregates(), need.isAlone()));
        }
        need.inTree().ifPresent(root -> constraints.add(new IsInTree(root)));
        resources.forEach((name, amount) -> constraints.add(new HasFree(name, symbols.of(name), amount)));
        return constraints;
    }

    /** Names of which one is enough, in words. */
    static String anyOf(Collection<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }

    /** It has inventory of a class. */
    record HasInventory(ResourceClass name, int number) implements Constraint {
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

    /** Capacity and units allow the amount in one request. Holds where there is no inventory: that is another constraint. */
    record CouldGive(ResourceClass name, int number, long amount) implements Constraint {
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
            return row == Tree.NONE || Capacity.canProvide(tree.inventory(row), 0, amount);
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
            return row == Tree.NONE
                    || !Capacity.canProvide(tree.inventory(row), 0, amount)
                    || Capacity.hasRoomFor(amount, 0, tree.free(row));
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
        public String lackOn(Tree tree, int member) {
            return "does not have trait " + anyOf(any);
        }
    }

    /** It does not have a trait. */
    record HasNotTrait(Trait trait, int number) implements Constraint {
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

    /** It is in one of some aggregates; for the unsuffixed group it is enough that its root is. */
    record IsInAggregate(ImmutableSortedSet<AggregateId> any, int[] numbers, boolean isAlone) implements Constraint {
        @Override
        public Reason reason() {
            return Reason.NOT_IN_AGGREGATE;
        }

        @Override
        public String text() {
            return "are in aggregate " + anyOf(any);
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return Need.isInAny(tree, member, numbers) || !isAlone && Need.isInAny(tree, 0, numbers);
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "is not in aggregate " + anyOf(any);
        }
    }

    /** It is in none of some aggregates; for the unsuffixed group its root is not either. */
    record IsNotInAggregate(ImmutableSortedSet<AggregateId> none, int[] numbers, boolean isAlone)
            implements Constraint {
        @Override
        public Reason reason() {
            return Reason.IN_FORBIDDEN_AGGREGATE;
        }

        @Override
        public String text() {
            return "are not in aggregate " + anyOf(none);
        }

        @Override
        public boolean holds(Tree tree, int member) {
            return !Need.isInAny(tree, member, numbers) && (isAlone || !Need.isInAny(tree, 0, numbers));
        }

        @Override
        public String lackOn(Tree tree, int member) {
            return "is in aggregate " + anyOf(none) + ", which is forbidden";
        }
    }

    /** It is in one tree. */
    record IsInTree(ProviderId root) implements Constraint {
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
        public String lackOn(Tree tree, int member) {
            return "is not in the tree of " + root;
        }
    }
}
