package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.Pools.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The free devices of a table by who cannot be told apart, devices by address; and the pools that they make, in the
 * order of their lowest address, whole, as a summary and by NUMA node. Groups stand in order and not by hash, because
 * anyone who reports tags can give any number of them one.
 */
record FreeDevices(
        ImmutableSortedMap<Group, ImmutableList<TrackedDevice>> byGroup,
        Pools pools,
        ImmutableSortedMap<Pools.SummaryKey, Integer> summary,
        ImmutableSortedMap<Integer, Integer> byNode) {
    static FreeDevices of(Iterable<TrackedDevice> devicesByAddress) {
        TreeMap<Group, ImmutableList.Builder<TrackedDevice>> byGroup = new TreeMap<>();
        List<Group> order = new ArrayList<>();
        for (TrackedDevice device : devicesByAddress) {
            if (device.isAvailable()) {
                byGroup.computeIfAbsent(Group.of(device.device()), group -> {
                            order.add(group);
                            return ImmutableList.builder();
                        })
                        .add(device);
            }
        }
        ImmutableSortedMap.Builder<Group, ImmutableList<TrackedDevice>> groups = ImmutableSortedMap.naturalOrder();
        byGroup.forEach((group, devices) -> groups.put(group, devices.build()));
        ImmutableSortedMap<Group, ImmutableList<TrackedDevice>> free = groups.build();
        Pools pools = new Pools(order.stream()
                .map(group ->
                        new Pool(group.key(), group.provider(), free.get(group).size()))
                .collect(ImmutableList.toImmutableList()));
        return new FreeDevices(free, pools, pools.summary(), pools.freeByNode());
    }
}
