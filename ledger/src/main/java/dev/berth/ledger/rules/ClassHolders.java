package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.LedgerView;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The users of a custom resource class: all that has to be written again if it gets another name. Found by the
 * providers that have it, so that nothing else of the region is looked at.
 *
 * @param providers those that have an inventory of it
 * @param consumers those that hold any of it
 */
record ClassHolders(ImmutableSortedSet<ProviderId> providers, ImmutableSortedSet<ConsumerId> consumers) {
    /** All of them; empty if there is more to look at and to lay out again than {@link Limits#RENAME_REWRITES_MAX}. */
    static Optional<ClassHolders> of(LedgerView view, ResourceClass custom) {
        ImmutableSortedSet.Builder<ProviderId> providers = ImmutableSortedSet.naturalOrder();
        ImmutableSortedSet.Builder<ConsumerId> consumers = ImmutableSortedSet.naturalOrder();
        TreeSet<ProviderId> roots = new TreeSet<>();
        int rewrites = 0;
        for (ProviderId id : view.providersWith(custom)) {
            Provider provider = view.existing(id);
            providers.add(id);
            if (roots.add(provider.root())) {
                rewrites += TreeShape.below(view, provider.root()).providers();
            }
            if (view.used(id, custom) > 0) {
                for (ConsumerId consumer : view.consumersOn(id)) {
                    if (rewrites++ >= Limits.RENAME_REWRITES_MAX) {
                        return Optional.empty();
                    }
                    if (isHolding(view, consumer, id, custom)) {
                        consumers.add(consumer);
                    }
                }
            }
            if (rewrites > Limits.RENAME_REWRITES_MAX) {
                return Optional.empty();
            }
        }
        return Optional.of(new ClassHolders(providers.build(), consumers.build()));
    }

    private static boolean isHolding(LedgerView view, ConsumerId consumer, ProviderId provider, ResourceClass custom) {
        return view.consumer(consumer)
                .map(Consumer::allocations)
                .filter(allocations -> allocations.amount(provider, custom) > 0)
                .isPresent();
    }
}
