package dev.berth.ledger.state;

import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.PoolKey;

/** A free device. The least specific come first, then the lowest address: the order in which they are taken. */
public record Spare(ProviderId host, int keyCount, PciAddress address) implements Comparable<Spare> {
    public static Spare of(ProviderId host, TrackedDevice device) {
        return new Spare(host, PoolKey.of(device.device()).keyCount(), device.address());
    }

    @Override
    public int compareTo(Spare other) {
        int byKeys = Integer.compare(keyCount, other.keyCount);
        int byAddress = byKeys != 0 ? byKeys : address.compareTo(other.address);
        return byAddress != 0 ? byAddress : host.compareTo(other.host);
    }
}
