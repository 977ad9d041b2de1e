package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.resource.attribute.AttributeNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Devices for tests: plain ones of product 0001, PFs of 00ff and children of 00fe, all of vendor 1234. */
public final class TestingDevices {
    public static final PciAlternative PLAIN = PciAlternative.of(AttributeNames.PRODUCT_ID, "0001");
    public static final PciAlternative PF = PciAlternative.of(AttributeNames.DEV_TYPE, "type-PF");
    public static final PciAlternative VF = PciAlternative.of(AttributeNames.DEV_TYPE, "type-VF");

    private TestingDevices() {}

    public static PciDevice plain(int bus, OptionalInt numaNode) {
        return device(new PciAddress(0, bus, 0, 0), "0001", DeviceType.PCI, Optional.empty(), numaNode);
    }

    /** A plain one, on no NUMA node. */
    public static PciDevice at(PciAddress address) {
        return device(address, "0001", DeviceType.PCI, Optional.empty(), OptionalInt.empty());
    }

    public static PciDevice pf(int bus, OptionalInt numaNode) {
        return device(new PciAddress(0, bus, 0, 0), "00ff", DeviceType.PF, Optional.empty(), numaNode);
    }

    public static PciDevice child(int bus, int function, DeviceType type, OptionalInt numaNode) {
        return device(
                new PciAddress(0, bus, 1, function), "00fe", type, Optional.of(new PciAddress(0, bus, 0, 0)), numaNode);
    }

    public static PciDevice childAt(PciAddress address, PciAddress parent) {
        return device(address, "00fe", DeviceType.VF, Optional.of(parent), OptionalInt.empty());
    }

    public static PciDevice tagged(PciDevice device, String name, String value) {
        return new PciDevice(
                device.address(),
                device.vendorId(),
                device.productId(),
                device.type(),
                device.parent(),
                device.numaNode(),
                ImmutableSortedMap.of(name, AttributeValue.of(value)),
                device.facts(),
                device.provider());
    }

    public static PciDevice countedBy(PciDevice device, ProviderId provider) {
        return new PciDevice(
                device.address(),
                device.vendorId(),
                device.productId(),
                device.type(),
                device.parent(),
                device.numaNode(),
                device.tags(),
                device.facts(),
                Optional.of(provider));
    }

    public static ConsumerId consumer(String name) {
        return new ConsumerId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    private static PciDevice device(
            PciAddress address, String productId, DeviceType type, Optional<PciAddress> parent, OptionalInt numaNode) {
        return new PciDevice(
                address,
                "1234",
                productId,
                type,
                parent,
                numaNode,
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Optional.empty());
    }
}
