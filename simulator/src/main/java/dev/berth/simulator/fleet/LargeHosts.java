package dev.berth.simulator.fleet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Hosts of one provider each, with more processors than anybody will claim at a time. */
public final class LargeHosts {
    private static final long VCPUS = 1_000_000;

    private LargeHosts() {}

    /** The first hosts of a seed; fewer are the beginning of more. */
    public static ImmutableList<SimulatedHost> of(long seed, int hosts) {
        return IntStream.range(0, hosts)
                .mapToObj(index -> host("large%d-%04d".formatted(seed, index)))
                .collect(ImmutableList.toImmutableList());
    }

    private static SimulatedHost host(String name) {
        return new SimulatedHost(
                new AggregateId(uuid(name + "-rack")),
                ImmutableList.of(new ReportedProvider(
                        new ProviderId(uuid(name)),
                        name,
                        Optional.empty(),
                        ImmutableSortedMap.of(
                                ResourceClass.of("VCPU"), new InventoryRecord(VCPUS, 0, 1, VCPUS, 1, 1.0)),
                        ImmutableSortedSet.of())));
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(("berth-simulator:" + name).getBytes(StandardCharsets.UTF_8));
    }
}
