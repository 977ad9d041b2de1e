package dev.berth.cli.placement;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * All that a Placement has, as it was read.
 *
 * @param resourceClasses all that it knows, standard ones too
 * @param traits all that it knows, standard ones too
 * @param unusable what no Berth can have, each in words with what to do
 * @param moved what changed while it was read, each in words
 */
public record RegionFacts(
        ImmutableSortedSet<ResourceClass> resourceClasses,
        ImmutableSortedSet<Trait> traits,
        ImmutableSortedMap<ProviderId, ImportedProvider> providers,
        ImmutableSortedMap<ConsumerId, ImportedConsumer> consumers,
        ImmutableList<String> unusable,
        ImmutableList<String> moved) {
    boolean isEmpty() {
        return providers.isEmpty() && consumers.isEmpty();
    }

    ImmutableSortedSet<ResourceClass> customClasses() {
        return ImmutableSortedSet.copyOf(
                resourceClasses.stream().filter(ResourceClass::isCustom).iterator());
    }

    ImmutableSortedSet<Trait> customTraits() {
        return ImmutableSortedSet.copyOf(traits.stream().filter(Trait::isCustom).iterator());
    }

    /** The providers, each behind its parent; those whose way up does not end are left out. */
    ImmutableList<ImportedProvider> parentsFirst() {
        TreeMap<ProviderId, List<ImportedProvider>> children = new TreeMap<>();
        ArrayDeque<ImportedProvider> next = new ArrayDeque<>();
        for (ImportedProvider provider : providers.values()) {
            if (provider.parent().isPresent()) {
                children.computeIfAbsent(provider.parent().get(), none -> new ArrayList<>())
                        .add(provider);
            } else {
                next.add(provider);
            }
        }
        ImmutableList.Builder<ImportedProvider> ordered = ImmutableList.builder();
        while (!next.isEmpty()) {
            ImportedProvider provider = next.remove();
            ordered.add(provider);
            next.addAll(children.getOrDefault(provider.provider(), List.of()));
        }
        return ordered.build();
    }

    /** The same with the names that another Placement knows. */
    RegionFacts withNamesOf(RegionFacts other) {
        return new RegionFacts(other.resourceClasses, other.traits, providers, consumers, unusable, moved);
    }

    /** How a provider is called in messages. */
    static String named(ImportedProvider provider) {
        return "provider " + provider.provider() + " (" + provider.name() + ")";
    }
}
