package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Candidates that were found: for each the tree that anchors it and, by demand, the number of the provider that serves
 * it. Members of the tree have their own numbers; what is shared with it is counted on from the last of them. For one
 * thread while it grows.
 */
final class Found {
    private final int demands;
    private Tree[] anchors = new Tree[16];

    /** What is shared with the trees; empty as long as nothing is with any. */
    private List<List<SharingProvider>> outside = List.of();

    /** Whether anything is; a tree is not touched to find out whether a provider is one of its own. */
    private boolean hasOutside;

    private int[] providers;
    private int size;

    Found(int demands) {
        this.demands = demands;
        this.providers = new int[16 * demands];
    }

    void add(Tree anchor, List<SharingProvider> sharing, Place[] chosen) {
        begin(anchor, sharing);
        for (int demand = 0; demand < demands; demand++) {
            providers[size * demands + demand] = chosen[demand].provider;
        }
        size++;
    }

    /** Adds a candidate of which the anchoring root serves every demand. */
    void addRoot(Tree anchor) {
        begin(anchor, List.of());
        // What has not been written yet is 0, and so is the root.
        size++;
    }

    private void begin(Tree anchor, List<SharingProvider> sharing) {
        if (size == anchors.length) {
            anchors = Arrays.copyOf(anchors, 4 * size);
            providers = Arrays.copyOf(providers, anchors.length * demands);
        }
        anchors[size] = anchor;
        if (!sharing.isEmpty() && !hasOutside) {
            hasOutside = true;
            outside = new ArrayList<>();
            for (int before = 0; before < size; before++) {
                outside.add(List.of());
            }
        }
        if (hasOutside) {
            outside.add(sharing);
        }
    }

    int size() {
        return size;
    }

    /** The tree that anchors a candidate. */
    Tree anchor(int candidate) {
        return anchors[candidate];
    }

    /** The number of the provider that serves a demand. */
    int provider(int candidate, int demand) {
        return providers[candidate * demands + demand];
    }

    /** Whether the candidate is served by providers of the same numbers as the one before it. */
    boolean isLikeBefore(int candidate) {
        if (candidate == 0 || hasOutside) {
            return false;
        }
        int from = candidate * demands;
        for (int at = from; at < from + demands; at++) {
            if (providers[at] != providers[at - demands]) {
                return false;
            }
        }
        return true;
    }

    /** How many providers could serve a candidate. */
    int providers(int candidate) {
        return anchors[candidate].size() + (hasOutside ? outside.get(candidate).size() : 0);
    }

    /** The tree of one of the providers that could serve a candidate. */
    Tree tree(int candidate, int provider) {
        Tree anchor = anchors[candidate];
        return !hasOutside || provider < anchor.size()
                ? anchor
                : outside.get(candidate).get(provider - anchor.size()).tree();
    }

    /** Which member of its tree it is. */
    int member(int candidate, int provider) {
        Tree anchor = anchors[candidate];
        return !hasOutside || provider < anchor.size()
                ? provider
                : outside.get(candidate).get(provider - anchor.size()).member();
    }
}
