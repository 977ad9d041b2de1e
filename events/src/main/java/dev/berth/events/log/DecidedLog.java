package dev.berth.events.log;

import java.util.Optional;

/** What is decided in one region, in the order in which it is decided. For one thread. */
public interface DecidedLog extends AutoCloseable {
    /**
     * The next command of the region that is decided. Empty where there is none now, and also after a while of reading
     * what other regions of the partition decided.
     *
     * @throws LogCutException if the command was deleted from the log
     * @throws KafkaUnreachableException if Kafka does not answer, or has deleted what comes next
     * @throws DamagedRecordException if a record that comes next is damaged
     * @throws UnreadableDecisionException if what comes next cannot be read as a decision
     */
    Optional<DecidedCommand> next();

    /** Whether all that was there has been read. */
    boolean isAtEnd();

    /** Finds out what has been decided since, so that {@link #next} goes on to there. */
    void follow();

    /**
     * Behind what was read last, whosever it is: where to go on for nothing to be left out or to come twice. Empty if
     * nothing was read yet and it began at a place: then that is where to begin again.
     */
    Optional<DecidedFrom.Behind> last();

    @Override
    void close();
}
