package dev.berth.api.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.report.ReportDocument;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;

/** A host with as many providers, cells and devices as one may have, each as they are on the busiest hosts. */
final class LargestHost {
    private static final int CELL_CPUS = 64;

    private LargestHost() {}

    static ObjectNode report(ProviderId host) {
        ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
        providers.add(provider(host, "largest", Optional.empty()));
        for (int i = 1; i < Limits.TREE_PROVIDERS_MAX; i++) {
            providers.add(provider(new ProviderId(UUID.randomUUID()), "largest_0000:00:" + i, Optional.of(host)));
        }
        return ReportDocument.of(new ReportHost(
                new CommandId(UUID.randomUUID()),
                host,
                providers.build(),
                IntStream.range(0, Limits.HOST_CELLS_MAX)
                        .boxed()
                        .collect(ImmutableSortedMap.toImmutableSortedMap(
                                Comparator.naturalOrder(), id -> id, LargestHost::cell)),
                IntStream.range(0, Limits.HOST_DEVICES_MAX)
                        .mapToObj(LargestHost::device)
                        .collect(ImmutableList.toImmutableList())));
    }

    private static ReportedProvider provider(ProviderId id, String name, Optional<ProviderId> parent) {
        return new ReportedProvider(
                id,
                name,
                parent,
                ImmutableSortedMap.of(
                        ResourceClass.of("CUSTOM_PCI_8086_10ED"), InventoryRecord.of(4),
                        ResourceClass.of("MEMORY_MB"), InventoryRecord.of(262_144),
                        ResourceClass.of("VCPU"), InventoryRecord.of(64)),
                IntStream.range(0, 16)
                        .mapToObj(i -> Trait.of("CUSTOM_FEATURE_OF_THE_CPU_" + i))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder())));
    }

    private static NumaCell cell(int id) {
        int first = id * CELL_CPUS;
        return new NumaCell(
                id,
                cpus(first, first + CELL_CPUS / 4),
                cpus(first + CELL_CPUS / 4, first + CELL_CPUS),
                262_144,
                IntStream.range(0, CELL_CPUS / 2)
                        .mapToObj(core -> cpus(first + 2 * core, first + 2 * core + 2))
                        .collect(ImmutableList.toImmutableList()),
                ImmutableList.of(new MemoryPages(4, 1_000_000, 0), new MemoryPages(2_048, 1_000, 0)),
                OptionalInt.of(id / 2));
    }

    private static ImmutableSortedSet<Integer> cpus(int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    private static PciDevice device(int number) {
        return new PciDevice(
                new PciAddress(number / 2_048, number / 256 % 8 * 16, number / 8 % 32, number % 8),
                "8086",
                "10ed",
                DeviceType.VF,
                Optional.of(PciAddress.of("0000:81:00.0")),
                OptionalInt.of(number % Limits.HOST_CELLS_MAX),
                ImmutableSortedMap.of(
                        "physical_network", AttributeValue.of("physnet-of-the-tenants"),
                        "speed", AttributeValue.of("100g"),
                        "trusted", AttributeValue.of("true")),
                ImmutableSortedMap.of(
                        "capabilities", AttributeValue.of("rx,tx,sg,tso,gso,gro,rxvlan,txvlan"),
                        "live_migratable", AttributeValue.of(true)),
                Optional.empty());
    }
}
