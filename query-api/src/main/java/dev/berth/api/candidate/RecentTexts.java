package dev.berth.api.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What answers of newer versions told lately, kept for those that come: the words that trees of a layout have in common, and all that was
 * told of a tree as it is. Neither a layout nor a tree ever changes, a claim puts another in its place, so nothing here grows stale.
 * Thread-safe.
 */
final class RecentTexts {
    /** Longer texts of trees are not kept: with all places taken it is 64 MiB at most. */
    static final int TREE_BYTES_MOST = 8 * 1024;

    private static final int TREES_MOST = 8 * 1024;
    private static final int LAYOUTS_MOST = 1024;

    private final Cache<Layout, SummaryTexts.Member[]> layouts =
            CacheBuilder.newBuilder().weakKeys().maximumSize(LAYOUTS_MOST).build();

    /** Each tree has one place, which another may take: a cache that chose better would cost more to ask than most trees to write. */
    private final AtomicReferenceArray<Told> trees = new AtomicReferenceArray<>(TREES_MOST);

    private record Told(Tree tree, byte[] text) {}

    /** By member the words for trees of a layout; null if they are not known. */
    SummaryTexts.Member[] of(Layout layout) {
        return layouts.getIfPresent(layout);
    }

    void keep(Layout layout, SummaryTexts.Member[] words) {
        layouts.put(layout, words);
    }

    /** All that is told of a tree; null if it is not known. */
    byte[] of(Tree tree) {
        Told told = trees.getAcquire(place(tree));
        return told != null && told.tree == tree ? told.text : null;
    }

    void keep(Tree tree, byte[] text) {
        if (text.length <= TREE_BYTES_MOST) {
            trees.setRelease(place(tree), new Told(tree, text));
        }
    }

    private static int place(Tree tree) {
        return tree.idHash() & TREES_MOST - 1;
    }
}
