package dev.berth.ledger.state;

import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.PoolKey;

/** A free device. The least specific come first, then the lowest address: the order in which they are taken. */
public record FreeDevice(ProviderId host, int keyCount, PciAddress address) implements Comparable<FreeDevice> {
    public static FreeDevice of(ProviderId host, TrackedDevice device) {
        return new FreeDevice(host, PoolKey.of(device.device()).keyCount(), device.address());
    }

    @Override
    public int compareTo(FreeDevice other) {
        int byKeys = Integer.compare(keyCount, other.keyCount);
        int byAddress = byKeys != 0 ? byKeys : address.compareTo(other.address);
        return byAddress != 0 ? byAddress : host.compareTo(other.host);
    }
}
