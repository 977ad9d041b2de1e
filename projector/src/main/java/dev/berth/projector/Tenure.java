package dev.berth.projector;

import dev.berth.events.log.LogMark;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The time for which this instance keeps one partition of the log, from its task's start to its close. What the log
 * held when the partition was taken over has to be taken before its regions are served, for another instance may have
 * acknowledged it. The stream thread tells what it takes, the watch what it finds in Kafka; any thread may ask.
 */
final class Tenure {
    /**
     * For how long it is believed that nobody else has the partition. Kafka gives it to another instance no sooner than
     * the session timeout less a heartbeat interval after it last heard of this one, and that is longer.
     */
    static final Duration TRUST = Duration.ofSeconds(4);

    private static final long UNKNOWN = -1;

    private final int partition;
    private volatile long taken = UNKNOWN;
    private volatile long found = UNKNOWN;
    private volatile long end = UNKNOWN;
    private volatile Optional<Uuid> topicId = Optional.empty();
    private volatile Optional<LogMark> mark = Optional.empty();
    private volatile Optional<String> fault = Optional.empty();
    private final OpenTransaction transaction;
    private final Backlog backlog = new Backlog(System.nanoTime());
    private final Thread thread = Thread.currentThread();
    private volatile boolean isForsaken;
    private volatile long trustedNs = System.nanoTime() - TRUST.toNanos();

    Tenure(int partition) {
        this.partition = partition;
        this.transaction = new OpenTransaction(partition);
    }

    OpenTransaction transaction() {
        return transaction;
    }

    Backlog backlog() {
        return backlog;
    }

    /** A stream thread has failed, and nothing goes on if it was the one that this began on. */
    void failed(Thread broken) {
        if (thread.equals(broken)) {
            isForsaken = true;
        }
    }

    /** Whether its thread has failed; another tenure follows. */
    boolean isForsaken() {
        return isForsaken;
    }

    int partition() {
        return partition;
    }

    void took(long offset) {
        taken = offset + 1;
    }

    /** What stands at the last offset that was taken. */
    void marked(LogMark last) {
        mark = Optional.of(last);
    }

    /** The topic that the partition is decided from; empty until the log was compared with what was decided. */
    Optional<Uuid> topicId() {
        return topicId;
    }

    void follows(Uuid topic) {
        topicId = Optional.of(topic);
    }

    /**
     * Nothing of the partition is decided any more, for the log does not continue what was decided; the first reason
     * stays.
     */
    synchronized void halt(String reason) {
        if (fault.isEmpty()) {
            fault = Optional.of(reason);
        }
    }

    Optional<String> fault() {
        return fault;
    }

    PartitionState state() {
        return new PartitionState(partition, mark, fault);
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
     * What Kafka says of this instance's place in the group. While it has one, a partition goes to another instance
     * only after this one has let go of it; once it has none, another may have it already.
     *
     * @param askedNs when Kafka was asked
     */
    void confirm(boolean isMember, long askedNs) {
        trustedNs = isMember ? askedNs : askedNs - TRUST.toNanos();
    }

    /** Whether Kafka has said what the log is and holds. */
    boolean isCompared() {
        return isMeasured() && topicId.isPresent();
    }

    boolean isCaughtUp() {
        return isMeasured() && (fault.isPresent() || topicId.isPresent() && next() >= end);
    }

    boolean isTrusted(long nowNs) {
        return nowNs - trustedNs < TRUST.toNanos();
    }

    /** The offset after the last record that is in the views. */
    long next() {
        return Math.max(taken, found);
    }

    /** The offset that it has to reach before it is served. */
    long end() {
        return end;
    }

    @Override
    public String toString() {
        return isMeasured() ? "at " + next() + " of " + end : "about to start";
    }
}
