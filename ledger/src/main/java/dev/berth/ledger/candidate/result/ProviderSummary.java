package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Optional;

/**
 * What an answer tells of a provider beside the candidates. It holds all that any microversion shows; the API leaves
 * out classes that were not asked for (before 1.27), traits (before 1.17), parent and root (before 1.29).
 *
 * @param stocks one a class of which the provider has inventory, in order of the classes' names
 */
public record ProviderSummary(
        ProviderId id,
        Optional<ProviderId> parent,
        ProviderId root,
        ImmutableSortedSet<Trait> traits,
        ImmutableList<Stock> stocks) {
    /** How much of a class a provider can give in all, and how much of that is given. */
    public record Stock(ResourceClass resourceClass, long capacity, long used) {}
}
