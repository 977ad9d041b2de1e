package dev.berth.simulator.fleet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A host with 16 PCI devices: in each of its two NUMA cells, on a socket of its own, a network card with eight virtual
 * functions. Everything of it follows from its name.
 */
public record DeviceHost(String name) {
    public static final String CLASS = "CUSTOM_VF";

    private static final int CELLS = 2;
    private static final int FUNCTIONS = 8;
    private static final int CPUS = 8;

    public ProviderId id() {
        return provider(name);
    }

    /** The host as its agent would report it. */
    public ReportHost report(CommandId commandId) {
        ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
        ImmutableSortedMap.Builder<Integer, NumaCell> cells = ImmutableSortedMap.naturalOrder();
        ImmutableList.Builder<PciDevice> devices = ImmutableList.builder();
        providers.add(reported(
                name,
                Optional.empty(),
                ImmutableSortedMap.of(
                        ResourceClass.of("VCPU"), InventoryRecord.of(CELLS * CPUS),
                        ResourceClass.of("MEMORY_MB"), InventoryRecord.of(CELLS * 16_384))));
        for (int cell = 0; cell < CELLS; cell++) {
            String cellName = name + "_NUMA" + cell;
            String card = name + "_0000:8" + (cell + 1) + ":00.0";
            providers.add(reported(cellName, Optional.of(id()), ImmutableSortedMap.of()));
            providers.add(reported(
                    card,
                    Optional.of(provider(cellName)),
                    ImmutableSortedMap.of(ResourceClass.of(CLASS), InventoryRecord.of(FUNCTIONS))));
            cells.put(cell, cell(cell));
            for (int function = 0; function < FUNCTIONS; function++) {
                devices.add(function(cell, function, provider(card)));
            }
        }
        return new ReportHost(commandId, id(), providers.build(), cells.build(), devices.build());
    }

    /** Half of the CPUs are shared, the others can be pinned. */
    private static NumaCell cell(int id) {
        int first = id * CPUS;
        return new NumaCell(
                id,
                cpus(first, first + CPUS / 2),
                cpus(first + CPUS / 2, first + CPUS),
                16_384,
                ImmutableList.of(),
                ImmutableList.of(),
                OptionalInt.of(id));
    }

    private static ImmutableSortedSet<Integer> cpus(int from, int to) {
        return IntStream.range(from, to).boxed().collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare));
    }

    private static PciDevice function(int cell, int function, ProviderId card) {
        String bus = "0000:8" + (cell + 1);
        return new PciDevice(
                PciAddress.of(bus + ":02." + function),
                "8086",
                "154c",
                DeviceType.VF,
                Optional.of(PciAddress.of(bus + ":00.0")),
                OptionalInt.of(cell),
                ImmutableSortedMap.of("resource_class", AttributeValue.of(CLASS), "speed", AttributeValue.of("10g")),
                ImmutableSortedMap.of(),
                Optional.of(card));
    }

    private static ReportedProvider reported(
            String name, Optional<ProviderId> parent, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        return new ReportedProvider(provider(name), name, parent, inventories, ImmutableSortedSet.of());
    }

    private static ProviderId provider(String name) {
        return new ProviderId(UUID.nameUUIDFromBytes(("berth-devices:" + name).getBytes(StandardCharsets.UTF_8)));
    }
}
