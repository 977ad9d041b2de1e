package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.List;

/**
 * Which providers meet which needs in the tree that is looked at, one tree after the other: most trees that are looked
 * at in vain fail here, before anything is made for them. For one thread.
 */
final class Meeting {
    private static final byte UNKNOWN = 0;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final Plan plan;
    private final Suitabilities suitabilities;
    private Layout layout;
    private Suitability suitability;
    private int[][] aggregates;

    /** By pair of a need and a member that suits it, whether trees in these aggregates let the one meet the other. */
    private byte[] admitted = new byte[16];

    /** Members of the tree, and of providers from outside their places in the list, inverted; need by need. */
    private int[] providers = new int[64];

    /** By need, where its providers end. */
    private final int[] ends;

    Meeting(Suitabilities suitabilities) {
        this.plan = suitabilities.plan();
        this.suitabilities = suitabilities;
        this.ends = new int[plan.needs().size()];
    }

    /**
     * Looks at a tree with what is shared with it; false if its root is not accepted or some need is met by nothing.
     */
    boolean isComplete(Tree anchor, List<SharingProvider> sharing, Steps steps) {
        suit(anchor);
        if (!suitability.isRootAccepted()) {
            return false;
        }
        int size = 0;
        for (Need need : plan.needs()) {
            int from = size;
            steps.make(1 + (anchor.size() + sharing.size()) / 4);
            if (size + anchor.size() + sharing.size() > providers.length) {
                providers = Arrays.copyOf(providers, 2 * (size + anchor.size() + sharing.size()));
            }
            size = addMembers(need, anchor, size);
            for (int at = 0; at < sharing.size(); at++) {
                if (need.isMetFor(anchor, sharing.get(at))) {
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

    private int addMembers(Need need, Tree anchor, int from) {
        int size = from;
        int[] rows = suitability.rows(need.index());
        int suited = suitability.count(need.index());
        for (int at = 0; at < suited; at++) {
            int member = suitability.member(need.index(), at);
            if (need.hasRoom(anchor, rows, at * need.classes().length)
                    && isAdmitted(need, at, anchor, member)
                    && need.isRightHere(anchor, member)) {
                providers[size++] = member;
            }
        }
        return size;
    }

    /** Whether the member is in the right aggregates, which is looked up once as long as trees are in the same. */
    private boolean isAdmitted(Need need, int at, Tree anchor, int member) {
        int pair = suitability.pairsBefore(need.index()) + at;
        if (admitted[pair] == UNKNOWN) {
            admitted[pair] = need.isInRightAggregates(anchor, member) ? YES : NO;
        }
        return admitted[pair] == YES;
    }

    private void suit(Tree anchor) {
        if (anchor.layout() == layout && anchor.aggregateNumbers() == aggregates) {
            return;
        }
        if (anchor.layout() != layout) {
            layout = anchor.layout();
            suitability = suitabilities.of(anchor);
        }
        aggregates = anchor.aggregateNumbers();
        if (admitted.length < suitability.pairs()) {
            admitted = new byte[2 * suitability.pairs()];
        }
        Arrays.fill(admitted, 0, suitability.pairs(), UNKNOWN);
    }

    /** What suits what in the tree that was looked at. */
    Suitability suitability() {
        return suitability;
    }

    /** By how many providers a need is met. */
    int count(int need) {
        return ends[need] - from(need);
    }

    /** One of them: a member of the tree, or the inverted place of one from outside. */
    int provider(int need, int at) {
        return providers[from(need) + at];
    }

    private int from(int need) {
        return need == 0 ? 0 : ends[need - 1];
    }
}
