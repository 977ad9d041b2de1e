package dev.berth.cli.placement;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.ListMultimap;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Some of what a Placement has, as it was read.
 *
 * @param parents of all providers that there are
 * @param holding who holds something of a provider that was read
 */
record PartialFacts(
        RegionFacts facts,
        ImmutableSortedMap<ProviderId, Optional<ProviderId>> parents,
        ImmutableSortedSet<ConsumerId> holding) {
    /** Adds those that providers are below. */
    void addAncestors(Set<ProviderId> of, Set<ProviderId> to) {
        for (ProviderId each : of) {
            Optional<ProviderId> above = parents.getOrDefault(each, Optional.empty());
            while (above.isPresent() && to.add(above.get())) {
                above = parents.getOrDefault(above.get(), Optional.empty());
            }
        }
    }

    /** Providers and all that is below them. */
    TreeSet<ProviderId> subtrees(Set<ProviderId> tops) {
        if (tops.isEmpty()) {
            return new TreeSet<>();
        }
        ListMultimap<ProviderId, ProviderId> children = ArrayListMultimap.create();
        parents.forEach((child, parent) -> parent.ifPresent(above -> children.put(above, child)));
        TreeSet<ProviderId> all = new TreeSet<>(tops);
        ArrayDeque<ProviderId> next = new ArrayDeque<>(tops);
        while (!next.isEmpty()) {
            for (ProviderId child : children.get(next.remove())) {
                if (all.add(child)) {
                    next.add(child);
                }
            }
        }
        return all;
    }
}
