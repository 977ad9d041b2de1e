package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedMap;

/**
 * What is allocated from a provider: a projection of its consumers' allocations.
 *
 * @param amounts by class, in the units of the class; classes of which nothing is used are not in it
 */
public record Usage(ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts) {}
