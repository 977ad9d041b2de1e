package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/**
 * Looks at the log itself, beside the stream of records that Kafka Streams hands over. Any thread; each call may wait
 * for Kafka.
 */
interface LogCheck {
    /** Kafka's id of the topic that is the log now. */
    Uuid topicId() throws InterruptedException;

    /**
     * Why a partition of the log does not continue what was decided of it, if so.
     *
     * @param topicId what {@link #topicId()} is now
     * @param mark what stood at the last offset that was taken
     * @throws LogUnavailableException if Kafka does not answer in time, so that nothing can be said
     */
    Optional<String> contradiction(int partition, Uuid topicId, LogMark mark) throws InterruptedException;

    /**
     * The offset of the first record in a part of a partition, if a record stands there.
     *
     * @param from the first offset of that part
     * @param to the offset after the last of that part
     * @throws LogUnavailableException if Kafka does not answer in time
     */
    OptionalLong firstRecord(int partition, long from, long to) throws InterruptedException;

    /**
     * The offset after the last record that can be read, by partition; a partition for which Kafka does not answer
     * within the timeout is left out.
     */
    Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) throws InterruptedException;

    /**
     * Whether a partition's task may write: nothing stands open where it writes of a transaction that Kafka has
     * forgotten. What does is aborted, within some calls that are some seconds apart.
     *
     * @throws LogUnavailableException if Kafka does not answer in time
     */
    boolean isClear(int partition) throws InterruptedException;

    /** The offset of the first record that a partition still holds. */
    long begin(int partition) throws InterruptedException;

    /** The offset up to which decisions of a partition are committed; 0 if none are. */
    long committed(int partition) throws InterruptedException;

    /**
     * Reads a partition of one of Berth's topics.
     *
     * @param from the offset at which to begin; where the partition begins later, there
     * @param to the offset before which to end, if the partition does not end earlier
     * @throws LogUnavailableException if Kafka does not answer in time
     */
    void replay(String topic, int partition, long from, long to, Consumer<LogRecord> each) throws InterruptedException;

    /**
     * The last record that is committed in a partition of one of Berth's topics, if there is one.
     *
     * @throws LogUnavailableException if Kafka does not answer in time
     */
    Optional<LogRecord> last(String topic, int partition) throws InterruptedException;
}
