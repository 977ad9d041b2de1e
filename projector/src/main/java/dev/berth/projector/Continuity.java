package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.projector.store.LogMarkKeeper;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what one partition's stores hold is decided only from the log that they came from. It keeps what
 * stood at the last offset that was taken, in the seal of each commit, and compares the log with it before anything is
 * decided: at the start of a task, and when offsets go back or a task begins behind a gap. For the stream thread.
 */
final class Continuity {
    private static final Logger LOG = LoggerFactory.getLogger(Continuity.class);
    private static final long NONE = -1;

    private final LogCheck log;
    private final Lease lease;
    private final LogMarkKeeper store;

    private Optional<LogMark> mark;
    /** Null until Kafka has said it. */
    private Uuid topicId;

    /** The offset of the last record that came to this task. */
    private long previous = NONE;

    Continuity(LogCheck log, Lease lease, LogMarkKeeper store) {
        this.log = log;
        this.lease = lease;
        this.store = store;
        this.mark = store.mark();
        mark.ifPresent(lease::marked);
    }

    /**
     * Compares the log with what was decided from it, unless that was done. If Kafka does not answer it is to be called
     * again.
     */
    void begin() {
        if (topicId != null) {
            return;
        }
        try {
            check();
        } catch (LogUnavailableException e) {
            LOG.warn(
                    "Partition {} is not decided before the log was compared with it: {}",
                    lease.partition(),
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether {@link #admits} asks Kafka about a position first, which may take long. */
    boolean asksAbout(Position position) {
        return lease.fault().isEmpty() && (topicId == null || previous == NONE || position.offset() <= previous);
    }

    /**
     * Whether the record at a position may be decided; if not, nothing of the partition is decided any more.
     *
     * @throws LogUnavailableException if that cannot be found out
     */
    boolean admits(Position position) {
        long offset = position.offset();
        boolean isFirst = previous == NONE;
        boolean goesBack = offset <= previous;
        previous = offset;
        if (lease.fault().isEmpty() && (topicId == null || goesBack)) {
            KafkaRetry.ask(this::check);
        }
        if (lease.fault().isEmpty() && isFirst) {
            KafkaRetry.ask(() -> checkGap(offset));
        }
        return lease.fault().isEmpty();
    }

    /** The record was taken. One that was taken before and read again changes nothing. */
    void took(Position position, byte[] key, byte[] value) {
        if (mark.isEmpty() || position.offset() > mark.get().offset()) {
            LogMark taken = LogMark.of(topicId, position, key, value);
            store.mark(taken);
            mark = Optional.of(taken);
            lease.marked(taken);
        }
    }

    /** Whether the log was compared with what was decided, and continues it. */
    boolean isProven() {
        return topicId != null && lease.fault().isEmpty();
    }

    /** Which log it is; known once per record was admitted. */
    LogId log() {
        return new LogId(topicId.toString());
    }

    private void check() throws InterruptedException {
        Uuid found = log.topicId();
        Optional<String> contradiction =
                mark.isPresent() ? log.contradiction(lease.partition(), found, mark.get()) : Optional.empty();
        topicId = found;
        lease.follows(found);
        contradiction.ifPresent(this::halt);
    }

    /**
     * Anyone who resets the offsets of the group, or loses the stores but not the offsets, would have records passed
     * over.
     */
    private void checkGap(long offset) throws InterruptedException {
        long next = mark.map(last -> last.offset() + 1).orElse(0L);
        if (offset > next) {
            OptionalLong passedOver = log.firstRecord(lease.partition(), next, offset);
            if (passedOver.isPresent()) {
                halt(PassedOver.words(
                        lease.partition(),
                        passedOver.getAsLong(),
                        "the first that came to be decided is the one at offset " + offset));
            }
        }
    }

    private void halt(String reason) {
        lease.halt("Partition " + lease.partition() + " of " + Topics.LOG.topic()
                + " does not continue what was decided from it: " + reason + ".");
        LOG.error(
                "{} None of its regions takes a command until that is put right and this instance is started again.",
                lease.fault().orElseThrow());
    }
}
