package dev.berth.ledger.candidate.search;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeStructure;
import java.util.Arrays;

/**
 * Which members of the trees of one {@link TreeStructure} could meet which needs of a plan if nothing were used and
 * they were in the right aggregates. Worked out once for all these trees, so that in each of them only the rest is
 * looked at. Immutable.
 */
final class StructureMatches {
    private final boolean isRootAccepted;

    /** By need, the members that could meet it, ascending. */
    private final int[][] members;

    private final int slots;

    /** By member and slot the row of the class, {@link Tree#NONE} where there is none. */
    private final int[] rows;

    /** By member, the trait sets of the unsuffixed group of which it has a trait. */
    private final long[][] traitSets;

    /** The matches of a plan by structure, for its searches to share as long as there are such trees. Thread-safe. */
    static final class OfPlan {
        /** Neighbouring trees share their structures, and most searches end in the first few blocks. */
        private static final int STRUCTURES_MOST = 32;

        private final Plan plan;
        private final Cache<TreeStructure, StructureMatches> known = CacheBuilder.newBuilder()
                .weakKeys()
                .concurrencyLevel(1)
                .maximumSize(STRUCTURES_MOST)
                .build();

        OfPlan(Plan plan) {
            this.plan = plan;
        }

        Plan plan() {
            return plan;
        }

        StructureMatches of(Tree tree) {
            StructureMatches before = known.getIfPresent(tree.structure());
            if (before != null) {
                return before;
            }
            StructureMatches matches = new StructureMatches(tree, plan);
            known.put(tree.structure(), matches);
            return matches;
        }
    }

    /** The matches in the tree, and in every other tree of its structure. */
    StructureMatches(Tree tree, Plan plan) {
        isRootAccepted = plan.acceptsRoot(tree);
        members = new int[plan.needs().size()][];
        int[] matching = new int[tree.size()];
        for (Need need : plan.needs()) {
            int size = 0;
            for (int member = 0; member < matching.length; member++) {
                if (need.isAllowedByStructure(tree, member)) {
                    matching[size++] = member;
                }
            }
            members[need.index()] = Arrays.copyOf(matching, size);
        }
        slots = plan.slots();
        rows = new int[tree.size() * slots];
        for (int at = 0; at < rows.length; at++) {
            rows[at] = tree.row(at / slots, plan.classNumbers()[at % slots]);
        }
        traitSets = new long[tree.size()][];
        for (int member = 0; member < traitSets.length; member++) {
            traitSets[member] = plan.traitSetsOf(tree, member);
        }
    }

    /** Whether the root has the traits that are asked of a root. */
    boolean isRootAccepted() {
        return isRootAccepted;
    }

    /** The members that could meet a need, ascending; not to be changed. */
    int[] members(Need need) {
        return members[need.index()];
    }

    /** Whether there are members for each need. */
    boolean hasMembersForAll() {
        return Arrays.stream(members).allMatch(ofNeed -> ofNeed.length > 0);
    }

    /** The row of one of the request's classes, {@link Tree#NONE} if the member has none. */
    int row(int member, int slot) {
        return rows[member * slots + slot];
    }

    /** The trait sets of the unsuffixed group of which the member has a trait, as {@link Bits}; not to be changed. */
    long[] traitSets(int member) {
        return traitSets[member];
    }
}
