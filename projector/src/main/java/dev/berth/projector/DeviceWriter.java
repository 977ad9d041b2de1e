package dev.berth.projector;

import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.Pool;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Writes the devices of a host and, with them, the pools that follow from them. For the stream thread. */
final class DeviceWriter {
    private final KeyValueStore<Bytes, byte[]> devices;
    private final KeyValueStore<Bytes, byte[]> pools;

    DeviceWriter(StateStores stores) {
        devices = stores.devices();
        pools = stores.pciPools();
    }

    void write(RegionView before, RegionView after, ProviderId host) {
        Region region = after.region();
        DeviceTable old = before.devices().of(host);
        DeviceTable now = after.devices().of(host);
        for (TrackedDevice device : now.devices()) {
            PciAddress address = device.address();
            if (!old.get(address).equals(Optional.of(device))) {
                devices.put(
                        StoreKeys.of(region, host, address),
                        StateCodec.HOST_DEVICE.encode(new HostDevice(host, device)));
            }
        }
        for (TrackedDevice device : old.devices()) {
            if (now.get(device.address()).isEmpty()) {
                devices.delete(StoreKeys.of(region, host, device.address()));
            }
        }
        pools.put(StoreKeys.of(region, host), pools(after, host));
    }

    /** The pools of the host as they are kept; null, which deletes, if it has no free device. */
    static byte[] pools(RegionView view, ProviderId host) {
        HostPools kept = new HostPools(
                host,
                view.devices().of(host).pools().rows().stream()
                        .map(DeviceWriter::row)
                        .collect(ImmutableList.toImmutableList()));
        return kept.rows().isEmpty() ? null : StateCodec.HOST_POOLS.encode(kept);
    }

    private static HostPools.Row row(Pool pool) {
        return new HostPools.Row(
                pool.key().vendorId(),
                pool.key().productId(),
                pool.key().numaNode(),
                pool.key().type(),
                pool.key().tags(),
                pool.provider(),
                pool.count());
    }
}
