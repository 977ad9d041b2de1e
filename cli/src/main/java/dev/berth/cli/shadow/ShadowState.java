package dev.berth.cli.shadow;

import java.util.SortedMap;

/**
 * How things stand at a moment.
 *
 * @param underWay calls at either service or between them, of which nothing is told yet
 * @param queued calls that wait for the follower
 * @param bytes what calls take of the memory
 * @param isAllBehind whether nothing of the region is known to be the same
 * @param cause why all is behind, or the first of it
 * @param behind the first of what is behind, and why
 */
record ShadowState(
        int underWay,
        int queued,
        int queueMax,
        long bytes,
        long bytesMax,
        boolean isFollowerDown,
        boolean isAllBehind,
        String cause,
        int providersBehind,
        int consumersBehind,
        SortedMap<String, String> behind) {
    static final int SHOWN_MAX = 20;

    boolean isBehind() {
        return isAllBehind || !behind.isEmpty();
    }
}
