package dev.berth.auditor;

import java.util.Optional;

/**
 * A part of the log that could not be compared with what was recorded.
 *
 * @param region empty where the regions are not known
 * @param from the first offset of berth.log that it is about
 * @param to the last one
 * @param records how many records it is about, as far as they are still there
 * @param reason what was missing for it
 */
public record UncomparedRange(int partition, Optional<String> region, long from, long to, long records, String reason) {
    /** Where it is, in words. */
    public String place() {
        return region.map(name -> "region " + name + ", ").orElse("") + "partition " + partition
                + (from == to ? ", offset " + from : ", offsets " + from + " to " + to) + " of berth.log";
    }
}
