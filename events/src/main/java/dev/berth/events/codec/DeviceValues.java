package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.avro.common.Attribute;
import dev.berth.avro.common.AttributeMember;
import dev.berth.avro.common.Device;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.TrackedDevice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** PCI devices and what they are made of, to Avro and back. */
final class DeviceValues {
    private static final Map<String, AttributeValue.Kind> KINDS = Values.constants(AttributeValue.Kind.values());
    private static final Map<String, DeviceStatus> STATUSES = Values.constants(DeviceStatus.values());

    private DeviceValues() {}

    static Device device(PciDevice device) {
        return new Device(
                device.address().toString(),
                device.vendorId(),
                device.productId(),
                device.type().text(),
                Values.textOrNull(device.parent()),
                intOrNull(device.numaNode()),
                attributes(device.tags()),
                attributes(device.facts()),
                Values.textOrNull(device.provider()));
    }

    static PciDevice device(Device device) {
        return new PciDevice(
                PciAddress.of(device.getAddress()),
                device.getVendorId(),
                device.getProductId(),
                type(device.getDeviceType()),
                device.getParent().map(PciAddress::of),
                optionalInt(device.getNumaNode()),
                attributes(device.getTags()),
                attributes(device.getFacts()),
                device.getProvider().map(Values::provider));
    }

    static dev.berth.avro.common.TrackedDevice tracked(TrackedDevice tracked) {
        return new dev.berth.avro.common.TrackedDevice(
                device(tracked.device()),
                tracked.status().name(),
                Values.textOrNull(tracked.owner()),
                tracked.requestId().orElse(null),
                tracked.pending().map(DeviceValues::device).orElse(null),
                tracked.departing());
    }

    static TrackedDevice tracked(dev.berth.avro.common.TrackedDevice tracked) {
        return new TrackedDevice(
                device(tracked.getDevice()),
                Values.constant(STATUSES, tracked.getStatus()),
                tracked.getOwner().map(Values::consumer),
                tracked.getRequestId(),
                tracked.getPending().map(DeviceValues::device),
                tracked.getDeparting());
    }

    static DeviceType type(String text) {
        return DeviceType.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a device of type type-PCI, type-PF, type-VF or vdpa but got " + text));
    }

    static List<Attribute> attributes(ImmutableSortedMap<String, AttributeValue> attributes) {
        return Values.list(attributes.entrySet(), entry -> {
            AttributeValue value = entry.getValue();
            List<AttributeMember> members = value instanceof AttributeValue.Many many
                    ? Values.list(many.values(), DeviceValues::member)
                    : List.of();
            return new Attribute(entry.getKey(), value.kind().name(), text(value), members);
        });
    }

    static ImmutableSortedMap<String, AttributeValue> attributes(List<Attribute> attributes) {
        return Values.map(attributes, Attribute::getName, DeviceValues::value);
    }

    private static AttributeMember member(AttributeValue value) {
        if (value.kind() == AttributeValue.Kind.LIST) {
            throw new IllegalArgumentException("expected a list of plain values but got a list in a list: " + value);
        }
        return new AttributeMember(value.kind().name(), text(value));
    }

    private static String text(AttributeValue value) {
        return switch (value.kind()) {
            case TEXT, FLAG, WHOLE, DECIMAL -> value.toString();
            case LIST, NOTHING -> "";
        };
    }

    private static AttributeValue value(Attribute attribute) {
        AttributeValue.Kind kind = Values.constant(KINDS, attribute.getKind());
        if (kind != AttributeValue.Kind.LIST) {
            return plain(kind, attribute.getValue());
        }
        ImmutableList.Builder<AttributeValue> members = ImmutableList.builder();
        attribute
                .getMembers()
                .forEach(member -> members.add(plain(Values.constant(KINDS, member.getKind()), member.getValue())));
        return new AttributeValue.Many(members.build());
    }

    private static AttributeValue plain(AttributeValue.Kind kind, String text) {
        return switch (kind) {
            case TEXT -> AttributeValue.of(text);
            case FLAG -> AttributeValue.of(flag(text));
            case WHOLE -> AttributeValue.of(Long.parseLong(text));
            case DECIMAL -> new AttributeValue.Decimal(Double.parseDouble(text));
            case NOTHING -> AttributeValue.NOTHING;
            case LIST -> throw new IllegalArgumentException("expected a plain value in a list but got a list");
        };
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("expected true or false but got " + text);
        }
        return text.equals("true");
    }

    static Integer intOrNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    static OptionalInt optionalInt(Optional<Integer> value) {
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }
}
