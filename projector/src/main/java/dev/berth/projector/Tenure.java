package dev.berth.projector;

import java.time.Duration;

/**
 * The time for which this instance keeps one partition of the log, from its task's start to its close. What the log held when the
 * partition was taken over has to be taken before its regions are served, for another instance may have acknowledged it. The stream
 * thread tells what it takes, the watch what it finds in Kafka; any thread may ask.
 */
final class Tenure {
    /**
     * For how long it is believed that nobody else has the partition. Kafka gives it to another instance no sooner than the session
     * timeout less a heartbeat interval after it last heard of this one, and that is longer.
     */
    static final Duration TRUST = Duration.ofSeconds(4);

    private static final long UNKNOWN = -1;

    private final int partition;
    private volatile long taken = UNKNOWN;
    private volatile long found = UNKNOWN;
    private volatile long end = UNKNOWN;
    private volatile long trustedNs = System.nanoTime() - TRUST.toNanos();

    Tenure(int partition) {
        this.partition = partition;
    }

    int partition() {
        return partition;
    }

    void took(long offset) {
        taken = offset + 1;
    }

    boolean isMeasured() {
        return end != UNKNOWN;
    }

    /**
     * The first look at the log after the partition was taken over.
     *
     * @param committed the offset up to which the stores were restored
     * @param logEnd what must be taken before the partition is served
     */
    void measured(long committed, long logEnd) {
        found = committed;
        end = logEnd;
    }

    /**
     * What Kafka says of this instance's place in the group. While it has one, a partition goes to another instance only after this one
     * has let go of it; once it has none, another may have it already.
     *
     * @param askedNs when Kafka was asked
     */
    void confirm(boolean isMember, long askedNs) {
        trustedNs = isMember ? askedNs : askedNs - TRUST.toNanos();
    }

    boolean isCaughtUp() {
        return isMeasured() && next() >= end;
    }

    boolean isTrusted(long nowNs) {
        return nowNs - trustedNs < TRUST.toNanos();
    }

    /** The offset after the last record that is in the views. */
    private long next() {
        return Math.max(taken, found);
    }

    @Override
    public String toString() {
        return isMeasured() ? "at " + next() + " of " + end : "about to start";
    }
}
