package dev.berth.ledger.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;

/**
 * A plan and what suits what in trees that were looked at for it: worked out once for each layout, and kept from search
 * to search as long as there are trees of that layout. Thread-safe.
 */
final class Suitabilities {
    /** Trees that stand together share their layouts, and most searches end in the first of a few stands. */
    private static final int LAYOUTS_MOST = 32;

    private final Plan plan;

    private final Cache<Layout, Suitability> known = CacheBuilder.newBuilder()
            .weakKeys()
            .concurrencyLevel(1)
            .maximumSize(LAYOUTS_MOST)
            .build();

    Suitabilities(Plan plan) {
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    /** What is so of the tree, and of every other tree of its layout. */
    Suitability of(Tree tree) {
        Suitability before = known.getIfPresent(tree.layout());
        if (before != null) {
            return before;
        }
        Suitability suitability = new Suitability(tree, plan);
        known.put(tree.layout(), suitability);
        return suitability;
    }
}
