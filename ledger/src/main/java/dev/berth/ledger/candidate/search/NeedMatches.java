package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeStructure;
import java.util.Arrays;
import java.util.List;

/**
 * Which providers meet which needs in one tree, and then in the next: most trees without a candidate fail here, before
 * any object is made for them. Not thread-safe.
 */
final class NeedMatches {
    private static final byte UNKNOWN = 0;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final Plan plan;
    private final StructureMatches.OfPlan byStructure;
    private TreeStructure structure;
    private StructureMatches onStructure;
    private int[][] aggregates;

    /** By need and member, whether it is in the right aggregates; kept while trees are in the same ones. */
    private byte[] admitted = new byte[16];

    /** Need by need: members of the tree, then from outside the inverted positions in the list. */
    private int[] providers = new int[64];

    /** By need, where its providers end. */
    private final int[] ends;

    NeedMatches(StructureMatches.OfPlan byStructure) {
        this.plan = byStructure.plan();
        this.byStructure = byStructure;
        this.ends = new int[plan.needs().size()];
    }

    /**
     * Finds the providers in a tree, with what is shared with it; false if its root is not accepted or some need is met
     * by nothing.
     */
    boolean match(Tree anchor, List<SharingProvider> outside, StepCounter steps) {
        begin(anchor);
        if (!onStructure.isRootAccepted()) {
            return false;
        }
        int size = 0;
        for (Need need : plan.needs()) {
            int from = size;
            steps.add(1 + (anchor.size() + outside.size()) / 4);
            if (size + anchor.size() + outside.size() > providers.length) {
                providers = Arrays.copyOf(providers, 2 * (size + anchor.size() + outside.size()));
            }
            for (int member : onStructure.members(need)) {
                if (hasRoom(need, anchor, member)
                        && isAdmitted(need, anchor, member)
                        && need.isAllowedByTree(anchor, member)) {
                    providers[size++] = member;
                }
            }
            for (int at = 0; at < outside.size(); at++) {
                if (need.isMetFor(anchor, outside.get(at))) {
                    providers[size++] = ~at;
                }
            }
            if (size == from) {
                return false;
            }
            ends[need.index()] = size;
        }
        return true;
    }

    private void begin(Tree anchor) {
        if (anchor.structure() == structure && anchor.aggregateNumbers() == aggregates) {
            return;
        }
        if (anchor.structure() != structure) {
            structure = anchor.structure();
            onStructure = byStructure.of(anchor);
        }
        aggregates = anchor.aggregateNumbers();
        int pairs = plan.needs().size() * anchor.size();
        if (admitted.length < pairs) {
            admitted = new byte[2 * pairs];
        }
        Arrays.fill(admitted, 0, pairs, UNKNOWN);
    }

    /** The fast form of the constraints on room: a member that the structure allows has inventory of each class. */
    private boolean hasRoom(Need need, Tree anchor, int member) {
        int[] slots = need.slots();
        for (int at = 0; at < slots.length; at++) {
            if (!anchor.hasRoomFor(onStructure.row(member, slots[at]), need.amounts()[at])) {
                return false;
            }
        }
        return true;
    }

    private boolean isAdmitted(Need need, Tree anchor, int member) {
        int pair = need.index() * anchor.size() + member;
        if (admitted[pair] == UNKNOWN) {
            admitted[pair] = need.isAllowedByAggregates(anchor, member) ? YES : NO;
        }
        return admitted[pair] == YES;
    }

    /** The matches by structure in the tree that was looked at. */
    StructureMatches onStructure() {
        return onStructure;
    }

    int count(int need) {
        return ends[need] - from(need);
    }

    /** One of the providers that meet a need: a member of the tree, or the inverted position of one from outside. */
    int provider(int need, int at) {
        return providers[from(need) + at];
    }

    private int from(int need) {
        return need == 0 ? 0 : ends[need - 1];
    }
}
