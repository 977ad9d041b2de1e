package dev.berth.projector.store;

import dev.berth.events.model.HostPools;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;

/** The free PCI devices of a host, grouped. */
public record PoolsQuery(Region region, ProviderId host) implements RegionQuery<HostPools> {
    @Override
    public HostPools answer(RegionSnapshot snapshot) {
        return snapshot.pools(host);
    }
}
