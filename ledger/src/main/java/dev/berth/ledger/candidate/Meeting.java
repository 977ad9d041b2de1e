package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which providers meet which needs in the tree that is looked at, one tree after the other: most trees that are looked at in vain fail
 * here, before anything is made for them. For one thread.
 */
final class Meeting {
    /** More are forgotten: where hosts differ that much, one will hardly be like the one a thousand before. */
    private static final int LAYOUTS_MOST = 64;

    private final Plan plan;

    /** It is only asked what is in it; layouts are equal only to themselves. */
    private final Map<Layout, Suitability> known = new HashMap<>();

    private Layout layout;
    private Suitability suitability;

    /** Members of the tree, and of providers from outside their places in the list, inverted; need by need. */
    private int[] providers = new int[64];

    /** By need, where its providers end. */
    private final int[] ends;

    Meeting(Plan plan) {
        this.plan = plan;
        this.ends = new int[plan.needs().size()];
    }

    /** Looks at a tree with what is shared with it; false if its root is not accepted or some need is met by nothing. */
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
                SharingProvider provider = sharing.get(at);
                if (provider.tree() != anchor && provider.meets(need) && need.admits(anchor)) {
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
            if (need.isMetBySuited(anchor, member, rows, at * need.classes().length)) {
                providers[size++] = member;
            }
        }
        return size;
    }

    private void suit(Tree anchor) {
        if (anchor.layout() == layout) {
            return;
        }
        layout = anchor.layout();
        suitability = known.get(layout);
        if (suitability == null) {
            if (known.size() >= LAYOUTS_MOST) {
                known.clear();
            }
            suitability = Suitability.of(anchor, plan);
            known.put(layout, suitability);
        }
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
