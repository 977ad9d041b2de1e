package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciRequest;
import dev.berth.resource.Resource;
import java.util.OptionalInt;

/** The PCI devices of a host, asked for by attributes. */
public record PciResource() implements Resource<PciResource.Wanted, PciResource.HostDevices> {
    public static final PciResource PCI = new PciResource();

    /** @param requests what the consumer asks for, served in order */
    public record Wanted(ConsumerId consumer, ImmutableList<PciRequest> requests) {}

    /** @param socketByCell every NUMA cell of the host with its socket, if known */
    public record HostDevices(
            ImmutableList<PciDevice> devices, ImmutableSortedMap<Integer, OptionalInt> socketByCell) {}

    @Override
    public String name() {
        return "PCI";
    }

    @Override
    public PciAmount makeAmount(Wanted quantity) {
        return PciAmount.wanted(quantity.consumer(), quantity.requests());
    }

    @Override
    public PciInventory makeInventory(HostDevices devices) {
        return new PciInventory(DeviceTable.EMPTY.report(devices.devices()).table(), devices.socketByCell());
    }
}
