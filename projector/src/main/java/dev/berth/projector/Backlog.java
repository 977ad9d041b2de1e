package dev.berth.projector;

import java.time.Duration;

/**
 * Whether records of a partition wait too long to be taken. What stands in the log at one look has to be taken within
 * the timeout, however much comes behind it. The watch looks, any thread may ask.
 */
final class Backlog {
    /** How long a record may wait; a decision usually takes milliseconds. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** For how long what was last seen counts, with Kafka out of reach. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private long reached;
    private long end;
    private long sinceNs;
    private long lookedNs;

    Backlog(long nowNs) {
        this.sinceNs = nowNs;
        this.lookedNs = nowNs;
    }

    /**
     * What Kafka says now.
     *
     * @param next the offset up to which records were taken
     * @param logEnd the offset after the last record
     */
    synchronized void look(long next, long logEnd, long nowNs) {
        lookedNs = nowNs;
        reached = Math.max(reached, next);
        if (next >= end) {
            end = logEnd;
            sinceNs = nowNs;
        }
    }

    /** Whether nothing was taken since the last look. */
    synchronized boolean isStill(long next) {
        return next <= reached;
    }

    /** Whether Kafka has not said anything of the log for too long. */
    synchronized boolean isSilent(long nowNs) {
        return nowNs - lookedNs >= SILENCE.toNanos();
    }

    synchronized long silentSeconds(long nowNs) {
        return Duration.ofNanos(nowNs - lookedNs).toSeconds();
    }

    /** Whether something waits for too long, with every record before this offset taken. */
    synchronized boolean isLate(long next, long nowNs) {
        return Math.max(reached, next) < end && nowNs - sinceNs >= TIMEOUT.toNanos();
    }

    /** The offset that should have been reached. */
    synchronized long end() {
        return end;
    }
}
