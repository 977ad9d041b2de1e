package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * What an instance says of its copy of a partition: what its rows come to, read from its disk.
 *
 * @param instance how the instance calls itself
 * @param role {@code owner} or {@code standby}
 * @param mark what stood at the last offset of the log that is in it; empty before the first
 * @param doubts why its rows are not those of a commit; the regions concerned are not among the regions then
 */
public record StoreCopy(
        String instance,
        int partition,
        String role,
        Optional<LogMark> mark,
        ImmutableList<String> doubts,
        ImmutableSortedMap<Region, LiveState> regions) {
    static final String OWNER = "owner";
}
