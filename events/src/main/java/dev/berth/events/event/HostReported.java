package dev.berth.events.event;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.VouchedProvider;

/**
 * The agent of a host vouches for these providers, and these of their traits and inventories, and no others. What the
 * report changed in them is told by events of its own.
 *
 * @param cells its NUMA cells by their ids
 */
public record HostReported(
        ProviderId host,
        ImmutableSortedMap<ProviderId, VouchedProvider> vouched,
        ImmutableSortedMap<Integer, NumaCell> cells)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.HOST_REPORTED;
    }
}
