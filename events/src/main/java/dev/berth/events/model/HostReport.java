package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the agent of a host last vouched for: its providers, and of each what came from the agent. Whatever else stands
 * in the host's tree belongs to somebody else, and the next report leaves it alone.
 *
 * @param cells its NUMA cells by their ids
 */
public record HostReport(
        ProviderId host,
        ImmutableSortedMap<ProviderId, VouchedProvider> vouched,
        ImmutableSortedMap<Integer, NumaCell> cells) {
    /** The report of a host whose agent has never reported. */
    public static HostReport none(ProviderId host) {
        return new HostReport(host, ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }

    /** This report if the provider had never been in it. */
    public HostReport without(ProviderId provider) {
        return new HostReport(
                host, ImmutableSortedMap.copyOfSorted(Maps.filterKeys(vouched, id -> !id.equals(provider))), cells);
    }

    /** This report with other things known of some providers, and without others. */
    public HostReport amended(Map<ProviderId, VouchedProvider> changed, Set<ProviderId> removed) {
        TreeMap<ProviderId, VouchedProvider> now = new TreeMap<>(vouched);
        now.putAll(changed);
        removed.forEach(now::remove);
        return new HostReport(host, ImmutableSortedMap.copyOfSorted(now), cells);
    }

    /** Each cell with its socket, empty where the host does not know it. */
    public ImmutableSortedMap<Integer, OptionalInt> sockets() {
        ImmutableSortedMap.Builder<Integer, OptionalInt> sockets = ImmutableSortedMap.naturalOrder();
        cells.forEach((id, cell) -> sockets.put(id, cell.socket()));
        return sockets.build();
    }
}
