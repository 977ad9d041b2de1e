package dev.berth.devicespec;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Devices from short text: {@code 0000:81:10.0 type-VF 8086:10ed 0000:81:00.0}, the parent only where there is one. */
final class TestingDevices {
    /** A PF with two VFs, a GPU, and the VF of a PF that nobody knows. */
    static final List<String> HOST = List.of(
            "0000:3b:00.0 type-PCI 10de:1db6",
            "0000:81:00.0 type-PF 8086:10fb",
            "0000:81:10.0 type-VF 8086:10ed 0000:81:00.0",
            "0000:81:10.1 type-VF 8086:10ed 0000:81:00.0",
            "0000:82:10.0 type-VF 8086:10ed 0000:82:00.0");

    private TestingDevices() {}

    static HostDevices host() {
        return host(HOST);
    }

    static HostDevices host(List<String> devices) {
        return HostDevices.of(
                devices.stream().map(TestingDevices::device).toList(), Map.of("ens1f0", PciAddress.of("0000:81:00.0")));
    }

    static PciDevice device(String text) {
        String[] words = text.split(" ");
        return new PciDevice(
                PciAddress.of(words[0]),
                words[2].substring(0, 4),
                words[2].substring(5),
                DeviceType.parse(words[1]).orElseThrow(),
                words.length > 3 ? Optional.of(PciAddress.of(words[3])) : Optional.empty(),
                OptionalInt.empty(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Optional.empty());
    }

    static PciDevice withSerial(String text, String serial) {
        PciDevice device = device(text);
        return new PciDevice(
                device.address(),
                device.vendorId(),
                device.productId(),
                device.type(),
                device.parent(),
                device.numaNode(),
                device.tags(),
                ImmutableSortedMap.of(PciFact.CARD_SERIAL_NUMBER, AttributeValue.of(serial)),
                device.provider());
    }
}
