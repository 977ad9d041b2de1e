package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.log.LogMark;

/**
 * What an audit of the stores found.
 *
 * @param copies those that were compared
 * @param unreached by address why an instance said nothing of its copies
 * @param unowned the partitions that none of the instances has
 */
public record StoreReport(
        ImmutableList<Copy> copies, ImmutableSortedMap<String, String> unreached, ImmutableList<Integer> unowned) {
    /**
     * A copy.
     *
     * @param differences how it differs from the re-fold, each with the region and its sections where they are
     *     known
     */
    public record Copy(StoreCopy asked, ImmutableList<String> differences) {
        /** The last offset of the log that is in it; -1 before the first. */
        public long offset() {
            return asked.mark().map(LogMark::offset).orElse(-1L);
        }
    }

    /** Copies that differ, instances that were not asked, and partitions without an owner. */
    public long faults() {
        return copies.stream().filter(copy -> !copy.differences().isEmpty()).count()
                + unreached.size()
                + unowned.size();
    }
}
