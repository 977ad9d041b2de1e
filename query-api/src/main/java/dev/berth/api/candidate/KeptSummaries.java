package dev.berth.api.candidate;

import dev.berth.ledger.forest.Tree;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps the summaries of whole trees as JSON, each with its tree. A tree never changes, and a claim puts another in its
 * place, so a summary that is kept is always right. Those of the last 4,096 trees are kept, 64 MiB at the very most.
 * Thread-safe.
 */
final class KeptSummaries {
    /** Larger trees have summaries too long to be kept. */
    static final int MEMBERS_MAX = 32;

    static final int BYTES_MAX = 16 * 1024;
    static final int TREES_MAX = 4096;

    /** A ring: each tree takes the place of the oldest. */
    private final AtomicReferenceArray<Tree> trees = new AtomicReferenceArray<>(TREES_MAX);

    private final AtomicInteger next = new AtomicInteger();

    /** The summary of a tree; null if none is kept. */
    byte[] of(Tree tree) {
        return tree.text();
    }

    /** Keeps the summary of a tree, unless it is too long. */
    void keep(Tree tree, byte[] summary) {
        if (summary.length > BYTES_MAX) {
            return;
        }
        tree.keepText(summary);
        Tree oldest = trees.getAndSet(Math.floorMod(next.getAndIncrement(), TREES_MAX), tree);
        if (oldest != null && oldest != tree) {
            oldest.keepText(null);
        }
    }
}
