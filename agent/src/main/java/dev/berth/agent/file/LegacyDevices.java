package dev.berth.agent.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.devicespec.HostDevices;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The PCI devices of a resource dictionary. One that cannot be identified is skipped with a warning, like one read
 * from a host.
 */
final class LegacyDevices {
    private final List<PciDevice> devices = new ArrayList<>();
    private final TreeMap<String, PciAddress> interfaces = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    void add(JsonNode entry) {
        Optional<PciAddress> address = text(entry, "address").flatMap(PciAddress::parse);
        Optional<String> vendorId = pciId(entry, "vendor_id");
        Optional<String> productId = pciId(entry, "product_id");
        Optional<DeviceType> type = text(entry, "dev_type").flatMap(DeviceType::parse);
        if (address.isEmpty() || vendorId.isEmpty() || productId.isEmpty() || type.isEmpty()) {
            warnings.add(
                    "a PCI device without a valid address, vendor_id, product_id and dev_type is skipped: " + entry);
            return;
        }
        Optional<PciAddress> parent =
                type.get().isChild() ? text(entry, "parent_addr").flatMap(PciAddress::parse) : Optional.empty();
        parent.ifPresent(pf -> text(entry, "parent_ifname").ifPresent(name -> interfaces.put(name, pf)));
        JsonNode numaNode = entry.path("numa_node");
        devices.add(new PciDevice(
                address.get(),
                vendorId.get(),
                productId.get(),
                type.get(),
                parent,
                numaNode.isInt() && numaNode.intValue() >= 0
                        ? OptionalInt.of(numaNode.intValue())
                        : OptionalInt.empty(),
                ImmutableSortedMap.of(),
                facts(entry),
                Optional.empty()));
    }

    HostDevices hostDevices() {
        return HostDevices.of(devices, interfaces);
    }

    List<String> warnings() {
        return warnings;
    }

    private static ImmutableSortedMap<String, AttributeValue> facts(JsonNode entry) {
        TreeMap<String, AttributeValue> facts = new TreeMap<>();
        for (String name : List.of(PciFact.PARENT_IFNAME, PciFact.MAC_ADDRESS, PciFact.LABEL, PciFact.DEV_ID)) {
            text(entry, name).ifPresent(value -> facts.put(name, AttributeValue.of(value)));
        }
        JsonNode capabilities = entry.path("capabilities");
        text(capabilities.path("vpd"), "card_serial_number")
                .ifPresent(serial -> facts.put(PciFact.CARD_SERIAL_NUMBER, AttributeValue.of(serial)));
        ImmutableList.Builder<AttributeValue> network = ImmutableList.builder();
        capabilities.path("network").forEach(feature -> network.add(AttributeValue.of(feature.asText())));
        if (capabilities.path("network").isArray()) {
            facts.put(PciFact.NETWORK_CAPABILITIES, new AttributeValue.Many(network.build()));
        }
        return ImmutableSortedMap.copyOfSorted(facts);
    }

    private static Optional<String> pciId(JsonNode entry, String name) {
        return text(entry, name).map(id -> id.toLowerCase(Locale.ROOT)).filter(PciDevice::isId);
    }

    private static Optional<String> text(JsonNode entry, String name) {
        return Optional.ofNullable(entry.path(name).textValue());
    }
}
