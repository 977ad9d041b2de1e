package dev.berth.projector.store;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.resource.pci.DeviceTable;

/** The PCI devices of a host, and who holds them. */
public record DevicesQuery(Region region, ProviderId host) implements RegionQuery<DeviceTable> {
    @Override
    public DeviceTable answer(RegionSnapshot snapshot) {
        return snapshot.view().devices().of(host);
    }
}
