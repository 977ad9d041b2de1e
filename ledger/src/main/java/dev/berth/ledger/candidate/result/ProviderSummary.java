package dev.berth.ledger.candidate.result;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Optional;

/**
 * What an answer shows of a provider beside the candidates. It has all that any microversion shows; the API leaves out
 * classes that were not asked for (before 1.27), traits (before 1.17), parent and root (before 1.29).
 *
 * @param usages one for each class of which the provider has inventory, in order of the classes' names
 */
public record ProviderSummary(
        ProviderId id,
        Optional<ProviderId> parent,
        ProviderId root,
        ImmutableSortedSet<Trait> traits,
        ImmutableList<ClassUsage> usages) {
    /** How much of a class a provider can give in all, and how much of that is used. */
    public record ClassUsage(ResourceClass resourceClass, long capacity, long used) {}
}
