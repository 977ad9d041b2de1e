package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.List;

/**
 * Which providers meet which needs in the tree that is looked at, one tree after the other: most trees that are looked at in vain fail
 * here, before anything is made for them. For one thread.
 */
final class Meeting {
    /** Members of the tree, and of providers from outside their places in the list, inverted; need by need. */
    private int[] providers = new int[64];

    /** By need, where its providers end. */
    private final int[] ends;

    Meeting(int needs) {
        ends = new int[needs];
    }

    /** Looks at a tree with what is shared with it; false if some need is met by nothing. */
    boolean isComplete(Tree anchor, List<SharingProvider> sharing, Plan plan, Steps steps) {
        int size = 0;
        for (Need need : plan.needs()) {
            int from = size;
            steps.make(1 + (anchor.size() + sharing.size()) / 4);
            if (size + anchor.size() + sharing.size() > providers.length) {
                providers = Arrays.copyOf(providers, 2 * (size + anchor.size() + sharing.size()));
            }
            for (int member = 0; member < anchor.size(); member++) {
                if (need.isMetBy(anchor, member)) {
                    providers[size++] = member;
                }
            }
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
