package dev.berth.api.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;

/**
 * What answers of newer versions told lately, kept for those that come: the words that trees of a layout have in common, and all that was
 * told of a tree as it is. Neither a layout nor a tree ever changes, a claim puts another in its place, so nothing here grows stale; those
 * that are no more are forgotten. Thread-safe.
 */
final class RecentTexts {
    private static final int LAYOUTS_MOST = 1024;
    private static final int TREE_BYTES_MOST = 16 * 1024 * 1024;

    private final Cache<Layout, SummaryTexts.Member[]> layouts =
            CacheBuilder.newBuilder().weakKeys().maximumSize(LAYOUTS_MOST).build();

    private final Cache<Tree, byte[]> trees = CacheBuilder.newBuilder()
            .weakKeys()
            .maximumWeight(TREE_BYTES_MOST)
            .weigher((Tree tree, byte[] text) -> text.length)
            .build();

    /** By member the words for trees of a layout; null if they are not known. */
    SummaryTexts.Member[] of(Layout layout) {
        return layouts.getIfPresent(layout);
    }

    void keep(Layout layout, SummaryTexts.Member[] words) {
        layouts.put(layout, words);
    }

    /** All that is told of a tree; null if it is not known. */
    byte[] of(Tree tree) {
        return trees.getIfPresent(tree);
    }

    void keep(Tree tree, byte[] text) {
        trees.put(tree, text);
    }
}
