package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import dev.berth.ledger.candidate.request.Demands.Demand;
import dev.berth.ledger.candidate.search.Constraint.Basis;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What is asked of a provider; demands that ask for the same have one need. A provider meets it if all its constraints
 * hold. The need knows in which order a search asks them, and which of them it asks again in the next tree. Immutable.
 */
public final class Need {
    private final int index;
    private final Demand demand;
    private final ImmutableList<Constraint> constraints;
    private final Constraint[] asked;

    private final Constraint[] onStructure;
    private final Constraint[] onAggregates;
    private final Constraint[] onTree;

    /** Those of constraints on what is free come first: they leave out the most trees. */
    private final List<ToLongFunction<TreeBlock>> indexFilters;

    /**
     * @param index its number in the plan, from 0
     * @param demand one of those that have this need
     * @param constraints all that is asked, in the order in which explanations list it
     */
    Need(int index, Demand demand, ImmutableList<Constraint> constraints) {
        this.index = index;
        this.demand = demand;
        this.constraints = constraints;
        this.asked = only(constraint -> constraint.basis() != Basis.IMPLIED);
        this.onStructure = only(constraint -> constraint.basis() == Basis.STRUCTURE);
        this.onAggregates = only(constraint -> constraint.basis() == Basis.AGGREGATES);
        this.onTree = only(constraint -> constraint.basis() == Basis.TREE);
        this.indexFilters = Stream.concat(
                        constraints.stream().filter(constraint -> constraint.basis() == Basis.ROOM),
                        constraints.stream().filter(constraint -> constraint.basis() != Basis.ROOM))
                .flatMap(constraint -> constraint.indexFilter().stream())
                .toList();
    }

    private Constraint[] only(Predicate<Constraint> condition) {
        return constraints.stream().filter(condition).toArray(Constraint[]::new);
    }

    int index() {
        return index;
    }

    /** The classes that are taken. */
    int[] slots() {
        return demand.slots();
    }

    /** How much is taken of each of the classes. */
    long[] amounts() {
        return demand.amounts();
    }

    /** Whether it is the need of a suffixed group, whose provider is judged alone. */
    boolean isSuffixed() {
        return demand.group().isSuffixed();
    }

    /** All that is asked, in the order in which explanations list it: first what only reports change, then room. */
    public ImmutableList<Constraint> constraints() {
        return constraints;
    }

    /** How much is taken of a class; 0 if nothing is. */
    long amount(int slot) {
        for (int at = 0; at < slots().length; at++) {
            if (slots()[at] == slot) {
                return amounts()[at];
            }
        }
        return 0;
    }

    /** The trees in which some provider might meet the need; it leaves out no tree that has one. */
    long filter(TreeBlock block) {
        long trees = block.all();
        for (int at = 0; at < indexFilters.size() && trees != 0; at++) {
            trees &= indexFilters.get(at).applyAsLong(block);
        }
        return trees;
    }

    /** Whether a member of the anchoring tree meets the need. */
    public boolean isMetBy(Tree tree, int member) {
        return hold(asked, tree, member);
    }

    /** Whether its constraints on the structure hold for a member of the anchoring tree. */
    boolean isAllowedByStructure(Tree tree, int member) {
        return hold(onStructure, tree, member);
    }

    /** Whether its constraints on aggregates hold for a member of the anchoring tree. */
    boolean isAllowedByAggregates(Tree tree, int member) {
        return hold(onAggregates, tree, member);
    }

    /** Whether its constraints on the tree itself hold for a member of the anchoring tree. */
    boolean isAllowedByTree(Tree tree, int member) {
        return hold(onTree, tree, member);
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
    public boolean isMetIn(Tree anchor, List<SharingProvider> outside) {
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
    public boolean isMetFor(Tree anchor, SharingProvider provider) {
        return provider.meets(this) && provider.tree() != anchor && admits(anchor);
    }

    /** Whether a provider that shares meets the need for trees that it is not in, if those admit it. */
    boolean isMetFromOutsideBy(Tree tree, int member) {
        for (Constraint constraint : asked) {
            if (!constraint.holdsFromOutside(tree, member)) {
                return false;
            }
        }
        return true;
    }

    private boolean admits(Tree anchor) {
        for (Constraint constraint : onAggregates) {
            if (!constraint.admits(anchor)) {
                return false;
            }
        }
        return true;
    }
}
