package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.ledger.candidate.Constraint.Basis;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one provider has to bring: all of a suffixed group, or one class of the unsuffixed one. It is met by those for
 * whom all its
 * constraints hold; what it adds to them is in which order they are asked, and which of them again in the next tree.
 * Immutable.
 */
final class Need {
    private final int index;
    private final int[] classes;
    private final long[] amounts;
    private final int[] slots;
    private final boolean isAlone;
    private final ImmutableList<Constraint> constraints;
    private final Constraint[] asked;
    private final Constraint[] ofLayout;
    private final Constraint[] ofAggregates;
    private final Constraint[] ofTree;

    /** Those about what is free first, which leave out the most trees. */
    private final Constraint[] hinting;

    /**
     * @param index groups that ask for the same share one need; needs are counted from 0
     * @param classes and the amounts of them, in one order, as numbers of one forest
     * @param slots where the classes stand among all classes of the request
     * @param isAlone whether the provider is judged alone, as for a suffixed group; otherwise what its tree's root is
     *     in counts for it
     * @param constraints all that is asked, in the order in which it is told: first what only reports change, then
     *     what is free
     */
    Need(
            int index,
            int[] classes,
            long[] amounts,
            int[] slots,
            boolean isAlone,
            ImmutableList<Constraint> constraints) {
        this.index = index;
        this.classes = classes;
        this.amounts = amounts;
        this.slots = slots;
        this.isAlone = isAlone;
        this.constraints = constraints;
        this.asked = only(constraint -> constraint.basis() != Basis.IMPLIED);
        this.ofLayout = only(constraint -> constraint.basis() == Basis.LAYOUT);
        this.ofAggregates = only(constraint -> constraint.basis() == Basis.AGGREGATES);
        this.ofTree = only(constraint -> constraint.basis() == Basis.TREE);
        ImmutableList.Builder<Constraint> hints = ImmutableList.builder();
        constraints.stream()
                .filter(constraint -> constraint.isHinting() && constraint.basis() == Basis.ROOM)
                .forEach(hints::add);
        constraints.stream()
                .filter(constraint -> constraint.isHinting() && constraint.basis() != Basis.ROOM)
                .forEach(hints::add);
        this.hinting = hints.build().toArray(Constraint[]::new);
    }

    private Constraint[] only(Predicate<Constraint> condition) {
        return constraints.stream().filter(condition).toArray(Constraint[]::new);
    }

    int index() {
        return index;
    }

    int[] classes() {
        return classes;
    }

    long[] amounts() {
        return amounts;
    }

    int[] slots() {
        return slots;
    }

    boolean isAlone() {
        return isAlone;
    }

    ImmutableList<Constraint> constraints() {
        return constraints;
    }

    /** What it takes of a class of the request, by slot. */
    long amount(int slot) {
        for (int at = 0; at < slots.length; at++) {
            if (slots[at] == slot) {
                return amounts[at];
            }
        }
        return 0;
    }

    /** The trees in which some provider might meet the need; no tree that has one is left out. */
    long hint(Stand stand) {
        long word = stand.all();
        for (int at = 0; at < hinting.length && word != 0; at++) {
            word &= hinting[at].hint(stand);
        }
        return word;
    }

    static long withAnyTrait(Stand stand, int[] traits) {
        long any = 0;
        for (int trait : traits) {
            any |= stand.withTrait(trait);
        }
        return any;
    }

    static long inAnyAggregate(Stand stand, int[] aggregates) {
        long any = 0;
        for (int aggregate : aggregates) {
            any |= stand.inAggregate(aggregate);
        }
        return any;
    }

    /** Whether a member of the anchoring tree meets the need. */
    boolean isMetBy(Tree tree, int member) {
        return hold(asked, tree, member);
    }

    /**
     * Whether a member could meet the need if nothing were used and it were in the aggregates: true of all trees of
     * one layout or of none.
     */
    boolean isSuitedBy(Tree tree, int member) {
        return hold(ofLayout, tree, member);
    }

    /** Whether the aggregates that a member of the anchoring tree is in let it meet the need. */
    boolean isInRightAggregates(Tree tree, int member) {
        return hold(ofAggregates, tree, member);
    }

    /** Whether the member is where the need wants it to be met, and counts the devices that are asked for. */
    boolean isRightHere(Tree tree, int member) {
        return hold(ofTree, tree, member);
    }

    private static boolean hold(Constraint[] some, Tree tree, int member) {
        for (Constraint constraint : some) {
            if (!constraint.holds(tree, member)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some provider of the anchoring tree, or one of those that share with it, meets the need. */
    boolean isMetIn(Tree anchor, List<SharingProvider> outside) {
        for (int member = 0; member < anchor.size(); member++) {
            if (isMetBy(anchor, member)) {
                return true;
            }
        }
        for (SharingProvider provider : outside) {
            if (isMetFor(anchor, provider)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a provider that shares with the anchoring tree meets the need there without being in it. */
    boolean isMetFor(Tree anchor, SharingProvider provider) {
        return provider.meets(this) && provider.tree() != anchor && admits(anchor);
    }

    /**
     * Whether a provider that shares what it has meets the need for trees that it is not in; see also {@link #admits}.
     */
    boolean isMetFromOutsideBy(Tree tree, int member) {
        for (Constraint constraint : asked) {
            if (!constraint.holdsFromOutside(tree, member)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the anchoring tree lets the need be met from outside at all. */
    boolean admits(Tree anchor) {
        for (Constraint constraint : ofAggregates) {
            if (!constraint.admits(anchor)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the amounts are free, as the constraints about room ask row by row.
     *
     * @param rows those of the classes, from a place on
     */
    boolean hasRoom(Tree tree, int[] rows, int from) {
        for (int at = 0; at < amounts.length; at++) {
            if (!tree.hasRoomFor(rows[from + at], amounts[at])) {
                return false;
            }
        }
        return true;
    }

    static boolean hasAnyTrait(Tree tree, int member, int[] traits) {
        for (int trait : traits) {
            if (tree.hasTrait(member, trait)) {
                return true;
            }
        }
        return false;
    }

    static boolean isInAny(Tree tree, int member, int[] aggregates) {
        for (int aggregate : aggregates) {
            if (tree.isInAggregate(member, aggregate)) {
                return true;
            }
        }
        return false;
    }
}
