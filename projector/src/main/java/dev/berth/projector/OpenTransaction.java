package dev.berth.projector;

import dev.berth.events.log.Topics;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a transaction that somebody left open in a partition of the log keeps everything behind it from being read.
 * Berth appends in no transaction, but anyone who may write to the topic can begin one. Thread-safe.
 */
final class OpenTransaction {
    /** How long one may be open before it is told. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final int partition;
    private long offset = -1;
    private long sinceNs;
    private boolean isTold;

    OpenTransaction(int partition) {
        this.partition = partition;
    }

    /**
     * What Kafka says now.
     *
     * @param readable the offset up to which committed records can be read
     * @param end the offset after the last record
     */
    synchronized void look(long readable, long end, long nowNs) {
        if (readable >= end) {
            offset = -1;
            isTold = false;
        } else if (readable != offset) {
            offset = readable;
            sinceNs = nowNs;
            isTold = false;
        } else {
            isTold = nowNs - sinceNs >= TIMEOUT.toNanos();
        }
    }

    /** Whether the records behind the transaction at the last look have been taken by now. */
    synchronized boolean isPassed(long next) {
        return next > offset;
    }

    /** What is wrong, in a sentence; empty if nothing is. */
    synchronized Optional<String> fault() {
        return isTold
                ? Optional.of(
                        "Partition " + partition + " of " + Topics.LOG.topic() + " cannot be read from offset " + offset
                                + " on, because a transaction was left open there; kafka-transactions.sh "
                                + "find-hanging tells whose it is.")
                : Optional.empty();
    }
}
