package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.projector.LeaseClock.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The right of one stream thread of this instance to answer from the views of one partition of the log, from its task's
 * start to its close. It is in force for a {@link #TERM} after Kafka was last asked and said that the thread has the
 * partition. It serves once it is caught up too: once all is in its views that another holder may have acknowledged.
 * When it lapsed and is confirmed again, it has to catch up again.
 *
 * <p>The stream thread tells what it takes, the watch what Kafka says; any thread may ask.
 */
final class Lease {
    /**
     * How long an answer of Kafka's counts, from before it was asked for. A holder that has lost its partition serves
     * no longer than this, and the next one begins no sooner.
     */
    static final Duration TERM = Duration.ofSeconds(1);

    private static final long UNKNOWN = -1;

    private final int partition;
    private final String thread;
    private final LeaseClock clock;
    private final Moment begun;
    private final OpenTransaction transaction;
    private final Backlog backlog;

    private volatile long taken = UNKNOWN;
    private volatile long found = UNKNOWN;
    private volatile long end = UNKNOWN;
    private volatile Optional<Uuid> topicId = Optional.empty();
    private volatile Optional<LogMark> mark = Optional.empty();
    private volatile Optional<String> fault = Optional.empty();
    private volatile Optional<RebuildProgress> remaking = Optional.empty();
    private volatile Optional<Moment> confirmed = Optional.empty();
    /** The last reason why it may not serve, for people. */
    private volatile String setback = "this instance has yet to hear from Kafka that the partition is its own";

    private volatile boolean isEnded;

    /**
     * @param thread the name of the stream thread that has the partition
     */
    Lease(int partition, String thread, LeaseClock clock) {
        this.partition = partition;
        this.thread = thread;
        this.clock = clock;
        this.begun = clock.now();
        this.transaction = new OpenTransaction(partition);
        this.backlog = new Backlog(begun.monotonicNs());
    }

    OpenTransaction transaction() {
        return transaction;
    }

    /** What waits to be taken. */
    Backlog backlog() {
        return backlog;
    }

    int partition() {
        return partition;
    }

    boolean isOf(String name) {
        return thread.equals(name);
    }

    /** What the thread's consumer calls itself in the group; Kafka Streams derives it from the thread's name. */
    String member() {
        return thread + "-consumer";
    }

    Moment begun() {
        return begun;
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

    /** How the store is being made again from the log; empty unless it is. */
    Optional<RebuildProgress> remaking() {
        return remaking;
    }

    void remakes(RebuildProgress now) {
        remaking = Optional.of(now);
    }

    void isRemade() {
        remaking = Optional.empty();
    }

    PartitionState state() {
        return new PartitionState(partition, mark, fault, obstacle());
    }

    /**
     * Kafka said that the thread has the partition. What another may have done while this was not in force has to be
     * taken before it serves again.
     *
     * @param asked when Kafka was asked; before the question was sent
     */
    void confirm(Moment asked) {
        if (confirmed.filter(last -> last.isWithin(TERM, asked)).isEmpty()) {
            // Set before the lease is in force, so that nobody sees it in force with the previous end.
            end = UNKNOWN;
        }
        confirmed = Optional.of(asked);
    }

    /** Kafka said that the thread does not have the partition any more: another may have it already. */
    void deny(Moment asked) {
        confirmed = Optional.empty();
        end = UNKNOWN;
        setback = "Kafka said at " + instant(asked) + " that this instance has lost the partition";
    }

    /** The task was closed, or its thread has failed. Nothing is served under it any more. */
    void end() {
        isEnded = true;
    }

    boolean isEnded() {
        return isEnded;
    }

    boolean isMeasured() {
        return end != UNKNOWN;
    }

    /**
     * A look at the log, asked for after every lease before this one is over, and after this one was confirmed.
     *
     * @param committed the offset up to which this task has committed, or from which it began
     * @param logEnd what must be taken before the partition is served; the first look after a confirmation counts
     */
    synchronized void measured(long committed, long logEnd) {
        passed(committed);
        if (end == UNKNOWN) {
            end = logEnd;
        }
    }

    /** All that was committed before an offset, or is in a checkpoint, is taken, whatever else is there. */
    synchronized void passed(long offset) {
        found = Math.max(found, offset);
    }

    boolean isInForce() {
        // In this order, because the clock must not be older than the answer that it is compared with.
        Optional<Moment> last = confirmed;
        return last.isPresent() && !isEnded && last.get().isWithin(TERM, clock.now());
    }

    /** Whether it was confirmed once but not again in time. */
    boolean hasLapsed() {
        Optional<Moment> last = confirmed;
        return last.isPresent() && !isEnded && !last.get().isWithin(TERM, clock.now());
    }

    boolean isCaughtUp() {
        return isMeasured() && (fault.isPresent() || topicId.isPresent() && next() >= end);
    }

    /** Whether its views may be handed out now. Costs two clock readings. */
    boolean isServing() {
        return isInForce() && isCaughtUp();
    }

    /** Why its regions cannot be served now, as part of a sentence; empty if they can. */
    Optional<String> obstacle() {
        if (isServing()) {
            return Optional.empty();
        }
        if (isEnded) {
            return Optional.of("the work on the partition has ended here and is taken up again");
        }
        Optional<Moment> last = confirmed;
        if (last.isEmpty()) {
            return Optional.of(setback);
        }
        if (!last.get().isWithin(TERM, clock.now())) {
            return Optional.of("this instance has not heard from Kafka since " + instant(last.get())
                    + " that the partition is its own");
        }
        Optional<RebuildProgress> making = remaking;
        if (making.isPresent()) {
            return Optional.of("what it holds is made again from the log, at "
                    + making.get().next() + " of " + making.get().end());
        }
        long until = end;
        return Optional.of(
                until == UNKNOWN
                        ? "this instance waits until no other can serve the partition any more, and catches up then"
                        : "this instance catches up with the log, at " + next() + " of " + until);
    }

    private static Instant instant(Moment moment) {
        return Instant.ofEpochMilli(moment.wallMs()).truncatedTo(ChronoUnit.MILLIS);
    }

    /** The offset after the last record that is in the views. */
    long next() {
        return Math.max(taken, found);
    }

    /** The offset that has to be reached before it serves; only where it is measured. */
    long target() {
        return end;
    }

    @Override
    public String toString() {
        return partition + " (" + obstacle().orElse("served") + ")";
    }
}
