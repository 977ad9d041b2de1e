package dev.berth.events.event;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.VouchedProvider;

/**
 * What is remembered of a host's last report has changed without a report: by an operator's write, or by a release that
 * ends a departure. What became of inventories and providers is told by events of its own.
 *
 * @param changed its providers that have changed, as they are now
 * @param removed the providers that the agent does not vouch for any more
 */
public record HostReportAmended(
        ProviderId host,
        ImmutableSortedMap<ProviderId, VouchedProvider> changed,
        ImmutableSortedSet<ProviderId> removed)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.HOST_REPORT_AMENDED;
    }
}
