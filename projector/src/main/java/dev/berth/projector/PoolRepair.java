package dev.berth.projector;

import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the store of pools say what the devices say. Devices are the fact and pools only a copy of what follows from
 * them, so the whole store may be lost. For the stream thread.
 */
final class PoolRepair {
    private static final Logger LOG = LoggerFactory.getLogger(PoolRepair.class);

    private final KeyValueStore<Bytes, byte[]> pools;

    PoolRepair(KeyValueStore<Bytes, byte[]> pools) {
        this.pools = pools;
    }

    /** Compares, and puts right what differs, which is a bug unless somebody has dropped the store. */
    void repair(RegionView view) {
        Map<Bytes, byte[]> kept = kept(view.region());
        int differing = 0;
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            Bytes key = StoreKeys.of(view.region(), host._1());
            byte[] derived = DeviceWriter.pools(view, host._1());
            if (!Arrays.equals(kept.remove(key), derived)) {
                pools.put(key, derived);
                differing++;
            }
        }
        kept.keySet().forEach(pools::delete);
        differing += kept.size();
        if (differing > 0) {
            LOG.error(
                    "Region {}: the store of pools differs from the devices on {} hosts. "
                            + "It is put right; please report this as a bug unless you have dropped it.",
                    view.region(),
                    differing);
        }
    }

    /**
     * Drops the region's pools and makes them again from the store of devices, reading nothing else. The result says
     * whether they are as they were.
     */
    PoolsRebuilt rebuild(Region region, KeyValueStore<Bytes, byte[]> devices) {
        long startNs = System.nanoTime();
        Map<Bytes, byte[]> before = kept(region);
        before.keySet().forEach(pools::delete);
        Map<ProviderId, List<TrackedDevice>> tracked = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = devices.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (StoreKeys.region(entry.key).equals(region)) {
                    HostDevice device = StateCodec.HOST_DEVICE.decode(entry.value);
                    tracked.computeIfAbsent(device.host(), none -> new ArrayList<>())
                            .add(device.device());
                }
            }
        }
        RegionEdit facts = new RegionEdit(RegionView.empty(region));
        tracked.forEach((host, held) -> facts.devices(host, DeviceTable.of(held)));
        RegionView view = facts.view();
        int hosts = 0;
        int rows = 0;
        int differing = 0;
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            Bytes key = StoreKeys.of(region, host._1());
            byte[] derived = DeviceWriter.pools(view, host._1());
            differing += Arrays.equals(before.remove(key), derived) ? 0 : 1;
            if (derived != null) {
                pools.put(key, derived);
                hosts++;
                rows += host._2().pools().rows().size();
            }
        }
        return new PoolsRebuilt(
                region, hosts, rows, differing + before.size(), (System.nanoTime() - startNs) / 1_000_000);
    }

    private Map<Bytes, byte[]> kept(Region region) {
        Map<Bytes, byte[]> kept = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = pools.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (StoreKeys.region(entry.key).equals(region)) {
                    kept.put(entry.key, entry.value);
                }
            }
        }
        return kept;
    }
}
