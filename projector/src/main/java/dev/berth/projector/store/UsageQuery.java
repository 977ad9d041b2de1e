package dev.berth.projector.store;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;

/** What is used of a provider; classes of which nothing is used are not in it. */
public record UsageQuery(Region region, ProviderId provider)
        implements RegionQuery<ImmutableSortedMap<ResourceClass, Long>> {
    @Override
    public ImmutableSortedMap<ResourceClass, Long> answer(RegionSnapshot snapshot) {
        return snapshot.usage(provider);
    }
}
