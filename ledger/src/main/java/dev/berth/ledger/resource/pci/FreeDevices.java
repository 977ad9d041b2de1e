package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.Pools.Group;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The free devices of a table by who cannot be told apart, groups in the order of their lowest address and devices by
 * address; and the pools that they make, whole and as a summary.
 */
record FreeDevices(
        ImmutableMap<Group, ImmutableList<TrackedDevice>> byGroup,
        Pools pools,
        ImmutableSortedMap<Pools.SummaryKey, Integer> summary) {
    static FreeDevices of(Iterable<TrackedDevice> devicesByAddress) {
        Map<Group, ImmutableList.Builder<TrackedDevice>> byGroup = new LinkedHashMap<>();
        for (TrackedDevice device : devicesByAddress) {
            if (device.isAvailable()) {
                byGroup.computeIfAbsent(Group.of(device.device()), group -> ImmutableList.builder())
                        .add(device);
            }
        }
        ImmutableMap.Builder<Group, ImmutableList<TrackedDevice>> groups = ImmutableMap.builder();
        ImmutableList.Builder<Pool> rows = ImmutableList.builder();
        byGroup.forEach((group, builder) -> {
            ImmutableList<TrackedDevice> devices = builder.build();
            groups.put(group, devices);
            rows.add(new Pool(group.key(), group.provider(), devices.size()));
        });
        Pools pools = new Pools(rows.build());
        return new FreeDevices(groups.build(), pools, pools.summary());
    }
}
