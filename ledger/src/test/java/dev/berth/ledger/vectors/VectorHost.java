package dev.berth.ledger.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.devicespec.DeviceSpec;
import dev.berth.devicespec.HostDevices;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * The host of a vector: its device spec and, as they come, its devices.
 *
 * @param known devices that the host knows of and does not report
 */
record VectorHost(DeviceSpec spec, List<PciDevice> known) {
    /** States of devices that have left; a table keeps none of them. */
    private static final Set<String> GONE = Set.of("removed", "deleted");

    private static final Set<String> FACTS =
            Set.of(PciFact.PARENT_IFNAME, PciFact.CARD_SERIAL_NUMBER, PciFact.MAC_ADDRESS);

    static VectorHost of(JsonNode given) {
        Object config = new ObjectMapper().convertValue(given.path("device_specs"), Object.class);
        DeviceSpec.Parsed parsed = DeviceSpec.parse(config == null ? List.of() : config);
        return new VectorHost(
                parsed.spec().orElseThrow(() -> new AssertionError("device spec: " + parsed.errors())),
                devices(given.path("sysfs_only")));
    }

    /** The tracked devices, in the states that the vector gives them. */
    DeviceTable table(JsonNode devices) {
        ImmutableSortedMap.Builder<PciAddress, JsonNode> nodes = ImmutableSortedMap.naturalOrder();
        devices.forEach(
                node -> PciAddress.parse(node.path("address").asText()).ifPresent(address -> nodes.put(address, node)));
        ImmutableSortedMap<PciAddress, JsonNode> byAddress = nodes.build();
        List<TrackedDevice> tracked = new ArrayList<>();
        for (PciDevice device : offered(devices)) {
            JsonNode node = byAddress.get(device.address());
            if (!GONE.contains(text(node, "status").orElse(""))) {
                tracked.add(tracked(device, node));
            }
        }
        return DeviceTable.of(tracked);
    }

    /** What an agent would report: the devices that the spec offers, without those whose address cannot be read. */
    ImmutableList<PciDevice> offered(JsonNode devices) {
        List<PciDevice> all = new ArrayList<>(known);
        all.addAll(devices(devices));
        return spec.offered(HostDevices.of(all, Map.of())).stream()
                .filter(device ->
                        known.stream().noneMatch(other -> other.address().equals(device.address())))
                .collect(ImmutableList.toImmutableList());
    }

    /** The devices as the host knows them, without those whose address cannot be read. */
    static List<PciDevice> devices(JsonNode nodes) {
        List<PciDevice> devices = new ArrayList<>();
        nodes.forEach(node -> device(node).ifPresent(devices::add));
        return devices;
    }

    static ConsumerId consumer(String name) {
        return new ConsumerId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    static ProviderId provider(String text) {
        try {
            return ProviderId.of(text);
        } catch (IllegalArgumentException e) {
            return new ProviderId(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    static AttributeValue value(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> AttributeValue.of(node.booleanValue());
            case STRING -> AttributeValue.of(node.textValue());
            case NUMBER ->
                node.isIntegralNumber()
                        ? AttributeValue.of(node.longValue())
                        : new AttributeValue.Decimal(node.doubleValue());
            case ARRAY -> {
                ImmutableList.Builder<AttributeValue> values = ImmutableList.builder();
                node.forEach(each -> values.add(value(each)));
                yield new AttributeValue.Many(values.build());
            }
            case NULL -> AttributeValue.NOTHING;
            case BINARY, MISSING, OBJECT, POJO -> throw new AssertionError("no attribute value: " + node);
        };
    }

    static ImmutableSortedMap<String, AttributeValue> values(JsonNode object) {
        ImmutableSortedMap.Builder<String, AttributeValue> values = ImmutableSortedMap.naturalOrder();
        object.properties().forEach(each -> values.put(each.getKey(), value(each.getValue())));
        return values.build();
    }

    private static Optional<PciDevice> device(JsonNode node) {
        ImmutableSortedMap.Builder<String, AttributeValue> facts = ImmutableSortedMap.naturalOrder();
        node.properties().stream()
                .filter(each ->
                        FACTS.contains(each.getKey()) && !each.getValue().isNull())
                .forEach(each -> facts.put(each.getKey(), value(each.getValue())));
        text(node.path("capabilities").path("vpd"), PciFact.CARD_SERIAL_NUMBER)
                .ifPresent(serial -> facts.put(PciFact.CARD_SERIAL_NUMBER, AttributeValue.of(serial)));
        return PciAddress.parse(node.path("address").asText())
                .map(address -> new PciDevice(
                        address,
                        node.path("vendor_id").asText().toLowerCase(Locale.ROOT),
                        node.path("product_id").asText().toLowerCase(Locale.ROOT),
                        DeviceType.parse(node.path("dev_type").asText("type-PCI"))
                                .orElseThrow(),
                        text(node, "parent_addr").flatMap(PciAddress::parse),
                        numaNode(node),
                        ImmutableSortedMap.of(),
                        facts.build(),
                        text(node, "rp_uuid").map(VectorHost::provider)));
    }

    static OptionalInt numaNode(JsonNode node) {
        return node.path("numa_node").isInt()
                ? OptionalInt.of(node.path("numa_node").intValue())
                : OptionalInt.empty();
    }

    static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.path(key).textValue());
    }

    private static TrackedDevice tracked(PciDevice device, JsonNode node) {
        DeviceStatus status = text(node, "status")
                .map(text -> DeviceStatus.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(DeviceStatus.AVAILABLE);
        Optional<ConsumerId> owner = text(node, "instance").map(VectorHost::consumer);
        return new TrackedDevice(
                device,
                status,
                status.isBusy() ? Optional.of(owner.orElse(consumer("somebody"))) : owner,
                status.isBusy() ? Optional.of(text(node, "request_id").orElse("given")) : Optional.empty(),
                Optional.empty(),
                false);
    }
}
