package dev.berth.ledger.rules;

import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.LedgerView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/**
 * How deep and how large a tree of providers is, counted without recursion and no further than trees may be.
 *
 * @param levels from the top, which is counted, to the deepest leaf; the top alone has 1
 * @param providers how many there are
 */
record TreeShape(int levels, int providers) {
    private record Visit(ProviderId provider, int level) {}

    /** The shape of what hangs below a provider, and of itself. */
    static TreeShape below(LedgerView view, ProviderId top) {
        return below(top, view::childrenOf);
    }

    /**
     * The same where the children are not those of a view. Stops counting once it is too deep or too large for a tree.
     */
    static TreeShape below(ProviderId top, Function<ProviderId, Iterable<ProviderId>> children) {
        int levels = 0;
        int providers = 0;
        Deque<Visit> next = new ArrayDeque<>();
        next.push(new Visit(top, 1));
        while (!next.isEmpty() && levels <= Limits.TREE_DEPTH_MAX && providers <= Limits.TREE_PROVIDERS_MAX) {
            Visit visit = next.pop();
            levels = Math.max(levels, visit.level());
            providers++;
            for (ProviderId child : children.apply(visit.provider())) {
                if (providers + next.size() > Limits.TREE_PROVIDERS_MAX) {
                    return new TreeShape(levels, Limits.TREE_PROVIDERS_MAX + 1);
                }
                next.push(new Visit(child, visit.level() + 1));
            }
        }
        return new TreeShape(levels, providers);
    }

    /** How many providers there are from the root of its tree down to the provider, both counted. */
    static int levelOf(LedgerView view, ProviderId provider) {
        int level = 1;
        Optional<ProviderId> above = view.provider(provider).flatMap(Provider::parent);
        while (above.isPresent()) {
            level++;
            above = view.provider(above.get()).flatMap(Provider::parent);
        }
        return level;
    }

    /** Why a provider that nobody knows yet cannot be put below a parent, if it cannot. */
    static Optional<Refusal> obstacleToAdding(LedgerView view, ProviderId provider, ProviderId parent) {
        ProviderId root = view.existing(parent).root();
        return new TreeShape(levelOf(view, parent) + 1, below(view, root).providers() + 1).obstacle(provider, root);
    }

    /** Why a provider cannot be put below another parent, with all that hangs below it, if it cannot. */
    static Optional<Refusal> obstacleToMoving(LedgerView view, Provider provider, ProviderId parent) {
        ProviderId root = view.existing(parent).root();
        TreeShape moved = below(view, provider.id());
        int others = root.equals(provider.root()) ? 0 : below(view, root).providers();
        return new TreeShape(levelOf(view, parent) + moved.levels(), others + moved.providers())
                .obstacle(provider.id(), root);
    }

    /** Why no tree can have this shape, if none can. */
    Optional<Refusal> obstacle(ProviderId provider, ProviderId root) {
        if (levels > Limits.TREE_DEPTH_MAX) {
            return Optional.of(refusal(Rejection.TREE_TOO_DEEP, provider, root, Limits.TREE_DEPTH_MAX));
        }
        return providers > Limits.TREE_PROVIDERS_MAX
                ? Optional.of(refusal(Rejection.TREE_TOO_LARGE, provider, root, Limits.TREE_PROVIDERS_MAX))
                : Optional.empty();
    }

    private static Refusal refusal(Rejection rejection, ProviderId provider, ProviderId root, int most) {
        return Refusal.of(rejection, provider).with(Fact.ROOT, root).with(Fact.LIMIT, most);
    }
}
