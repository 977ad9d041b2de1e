package dev.berth.api.pci;

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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A host as an agent reports it: two cells on two sockets, a card with three VFs counted, and a VF of a physical
 * network.
 */
public final class TestingHosts {
    static final ProviderId HOST = ProviderId.of("00000000-0000-4000-8000-000000000001");
    static final ProviderId CARD = ProviderId.of("00000000-0000-4000-8000-000000000002");
    static final String CLASS = "CUSTOM_NIC";

    private static final PciAddress PF = PciAddress.of("0000:81:00.0");

    private TestingHosts() {}

    public static ReportHost report() {
        return new ReportHost(
                new CommandId(UUID.randomUUID()),
                HOST,
                ImmutableList.of(
                        provider(HOST, "cn1", Optional.empty(), "VCPU", 8),
                        provider(CARD, "cn1_0000:81:00.0", Optional.of(HOST), CLASS, 3)),
                ImmutableSortedMap.of(0, cell(0), 1, cell(1)),
                ImmutableList.of(
                        device("0000:81:00.1", OptionalInt.of(0), "resource_class", CLASS, Optional.of(CARD)),
                        device("0000:81:00.2", OptionalInt.of(0), "resource_class", CLASS, Optional.of(CARD)),
                        device("0000:81:00.3", OptionalInt.of(1), "resource_class", CLASS, Optional.of(CARD)),
                        device("0000:82:00.1", OptionalInt.empty(), "physical_network", "net1", Optional.empty())));
    }

    private static NumaCell cell(int id) {
        return new NumaCell(
                id,
                ImmutableSortedSet.of(4 * id, 4 * id + 1),
                ImmutableSortedSet.of(4 * id + 2, 4 * id + 3),
                2048,
                ImmutableList.of(ImmutableSortedSet.of(4 * id + 2, 4 * id + 3)),
                ImmutableList.of(),
                OptionalInt.of(id));
    }

    private static PciDevice device(
            String address, OptionalInt node, String tag, String value, Optional<ProviderId> provider) {
        return new PciDevice(
                PciAddress.of(address),
                "8086",
                "10ed",
                DeviceType.VF,
                Optional.of(PF),
                node,
                ImmutableSortedMap.of(tag, AttributeValue.of(value), "speed", AttributeValue.of("10g")),
                ImmutableSortedMap.of(),
                provider);
    }

    private static ReportedProvider provider(
            ProviderId id, String name, Optional<ProviderId> parent, String resourceClass, long total) {
        return new ReportedProvider(
                id,
                name,
                parent,
                ImmutableSortedMap.of(ResourceClass.of(resourceClass), InventoryRecord.of(total)),
                ImmutableSortedSet.of());
    }
}
