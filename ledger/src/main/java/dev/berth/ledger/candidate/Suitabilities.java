package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A plan and what suits what in trees that were looked at for it: worked out once for each layout, and kept from search to search.
 * Thread-safe.
 */
final class Suitabilities {
    /** More are forgotten: where hosts differ that much, one will hardly be like the one a thousand before. */
    private static final int LAYOUTS_MOST = 64;

    private final Plan plan;

    /** It is only asked what is in it; layouts are equal only to themselves. */
    private final Map<Layout, Suitability> known = new ConcurrentHashMap<>();

    Suitabilities(Plan plan) {
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    /** What is so of the tree, and of every other tree of its layout. */
    Suitability of(Tree tree) {
        Suitability before = known.get(tree.layout());
        if (before != null) {
            return before;
        }
        if (known.size() >= LAYOUTS_MOST) {
            known.clear();
        }
        Suitability suitability = new Suitability(tree, plan);
        known.put(tree.layout(), suitability);
        return suitability;
    }
}
