package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.NumaCell;
import dev.berth.resource.Resource;
import java.util.Optional;

/** The NUMA layout of a host, asked for cell by cell. */
public record NumaResource() implements Resource<ImmutableList<GuestCell>, NumaResource.HostNuma> {
    public static final NumaResource NUMA = new NumaResource();

    /** @param limits the overcommit ratios of each cell, if sums over guests are to be bounded */
    public record HostNuma(ImmutableList<NumaCell> cells, Optional<CellLimits> limits, PlacementStrategy strategy) {}

    @Override
    public String name() {
        return "NUMA_TOPOLOGY";
    }

    @Override
    public NumaAmount makeAmount(ImmutableList<GuestCell> quantity) {
        return NumaAmount.wanted(quantity);
    }

    @Override
    public NumaInventory makeInventory(HostNuma host) {
        return new NumaInventory(
                host.cells().stream().map(HostCell::unused).collect(ImmutableList.toImmutableList()),
                host.limits(),
                host.strategy());
    }
}
