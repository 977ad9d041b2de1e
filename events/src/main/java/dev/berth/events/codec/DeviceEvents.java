package dev.berth.events.codec;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.avro.event.ClaimedDevice;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.model.PciAddress;
import java.util.Comparator;
import java.util.List;

/** The events about PCI devices. */
final class DeviceEvents {
    static final Shape<DevicesReported, dev.berth.avro.event.DevicesReported> DEVICES_REPORTED = new Shape<>(
            DevicesReported.class,
            dev.berth.avro.event.DevicesReported.class,
            event -> new dev.berth.avro.event.DevicesReported(
                    event.host().toString(),
                    Values.list(event.devices(), DeviceValues::tracked),
                    Values.texts(event.removed())),
            avro -> new DevicesReported(
                    Values.provider(avro.getHost()),
                    Values.immutableList(avro.getDevices(), DeviceValues::tracked),
                    addresses(avro.getRemoved())));

    static final Shape<DevicesClaimed, dev.berth.avro.event.DevicesClaimed> DEVICES_CLAIMED = new Shape<>(
            DevicesClaimed.class,
            dev.berth.avro.event.DevicesClaimed.class,
            event -> new dev.berth.avro.event.DevicesClaimed(
                    event.consumer().toString(),
                    event.host().toString(),
                    Values.list(
                            event.devices().entrySet(),
                            device -> new ClaimedDevice(device.getKey().toString(), device.getValue())),
                    Values.list(event.requests(), FlavorValues::resolved)),
            avro -> new DevicesClaimed(
                    Values.consumer(avro.getConsumer()),
                    Values.provider(avro.getHost()),
                    Values.map(
                            avro.getDevices(),
                            device -> PciAddress.of(device.getAddress()),
                            ClaimedDevice::getRequestId),
                    Values.immutableList(avro.getRequests(), FlavorValues::resolved)));

    static final Shape<DevicesFreed, dev.berth.avro.event.DevicesFreed> DEVICES_FREED = new Shape<>(
            DevicesFreed.class,
            dev.berth.avro.event.DevicesFreed.class,
            event -> new dev.berth.avro.event.DevicesFreed(
                    event.consumer().toString(), event.host().toString(), Values.texts(event.addresses())),
            avro -> new DevicesFreed(
                    Values.consumer(avro.getConsumer()),
                    Values.provider(avro.getHost()),
                    addresses(avro.getAddresses())));

    private DeviceEvents() {}

    private static ImmutableSortedSet<PciAddress> addresses(List<String> texts) {
        return texts.stream()
                .map(PciAddress::of)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }
}
