package dev.berth.projector.store;

import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
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

/**
 * Makes the pool rows of a region again from its device rows, reading nothing else. Devices are the fact and pools only
 * what follows from them, so the devices must be those that were committed. For the stream thread.
 */
final class PoolRepair {
    private final Region region;
    private final StoredRegion kept;
    private final Rows rows;

    PoolRepair(Region region, StoredRegion kept, Rows rows) {
        this.region = region;
        this.kept = kept;
        this.rows = rows;
    }

    /**
     * Drops them and makes them again. The result says whether they are as they were.
     *
     * @throws UnreadableRowException if the device rows are not those that were committed; nothing is changed then
     */
    PoolsRebuilt rebuild() {
        long startNs = System.nanoTime();
        RegionView facts = facts();
        Map<Bytes, byte[]> before = read(Section.POOLS);
        RowSink counted = rows.countedBy(kept.sums());
        before.forEach((key, row) -> counted.put(Section.POOLS, key, row, null));
        int hosts = 0;
        int pools = 0;
        int differing = 0;
        for (Tuple2<ProviderId, DeviceTable> host : facts.devices().all()) {
            Bytes key = RowKey.of(region, Section.POOLS, host._1());
            HostPools derived = FoldRows.pools(facts, host._1());
            byte[] row = RowValue.pools(derived);
            differing += Arrays.equals(before.remove(key), row) ? 0 : 1;
            counted.put(Section.POOLS, key, null, row);
            hosts += derived.rows().isEmpty() ? 0 : 1;
            pools += derived.rows().size();
        }
        kept.reseal();
        return new PoolsRebuilt(
                region, hosts, pools, differing + before.size(), (System.nanoTime() - startNs) / 1_000_000);
    }

    private RegionView facts() {
        RowSums found = new RowSums();
        Map<ProviderId, List<TrackedDevice>> tracked = new TreeMap<>();
        read(Section.DEVICES).forEach((key, value) -> {
            found.add(Section.DEVICES, key, value);
            HostDevice device = StateCodec.HOST_DEVICE.decode(value);
            tracked.computeIfAbsent(device.host(), none -> new ArrayList<>()).add(device.device());
        });
        List<String> differences = found.differences(kept.sums(), Section.DEVICES);
        if (!differences.isEmpty()) {
            throw new UnreadableRowException("Region " + region + " has other rows than were committed: "
                    + String.join(", ", differences) + ". Nothing is made from them; start the instance again, which"
                    + " reads them from the changelog.");
        }
        RegionEdit facts = new RegionEdit(RegionView.empty(region));
        tracked.forEach((host, held) -> facts.devices(host, DeviceTable.of(held)));
        return facts.view();
    }

    private Map<Bytes, byte[]> read(Section section) {
        Map<Bytes, byte[]> read = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> range =
                rows.range(RowKey.first(region, section), RowKey.behind(region, section))) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> row = range.next();
                read.put(row.key, row.value);
            }
        }
        return read;
    }
}
