package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.events.watch.WatchThread;
import dev.berth.projector.LeaseClock.Moment;
import dev.berth.projector.store.CopyQuery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.query.QueryResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the copies of this instance with the end of the log ten times a second, on a thread of its own, while
 * somebody reads them. A copy that holds the log up to an end, at that look or a later one, holds all that was
 * acknowledged before that end was asked for.
 */
final class FreshnessWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FreshnessWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** A copy that is two minutes behind is followed no closer. */
    private static final int AHEAD_MAX = 1_200;

    /** Between a mark and an end; the copy has taken all records before it. */
    private record Gap(long from, long to) {}

    private final Freshness freshness;
    private final Copies copies;
    private final LogCheck log;
    private final LeaseClock clock;
    private final int partitions;

    /** The gaps of the look before, and those that are known to hold no record. */
    private final Map<Integer, Gap> seen = new HashMap<>();

    private final Map<Integer, Gap> empty = new HashMap<>();

    /** The ends that a copy has yet to reach, by partition, in the order of their looks. */
    private final Map<Integer, Deque<End>> ahead = new HashMap<>();

    private final WatchThread thread = new WatchThread("berth-freshness", LOOK_EVERY, this::lookIfWanted);

    /** Where the log ended when Kafka was asked, after a moment. */
    private record End(long offset, Moment asOf) {}

    /** @param partitions how many the log has */
    FreshnessWatch(Freshness freshness, Copies copies, LogCheck log, LeaseClock clock, int partitions) {
        this.freshness = freshness;
        this.copies = copies;
        this.log = log;
        this.clock = clock;
        this.partitions = partitions;
    }

    void start() {
        thread.start();
    }

    private void lookIfWanted() throws InterruptedException {
        if (freshness.isWanted()) {
            look();
        }
    }

    void look() throws InterruptedException {
        Map<Integer, Optional<LogMark>> marks = marks();
        if (marks.isEmpty()) {
            return;
        }
        Moment asOf = clock.now();
        try {
            Uuid topicId = log.topicId();
            for (Map.Entry<Integer, Long> end :
                    log.readableEnds(marks.keySet(), TIMEOUT).entrySet()) {
                int partition = end.getKey();
                // Asked again, because it may have reached the end meanwhile.
                Optional<LogMark> mark = copy(partition).flatMap(CopyQuery.Copy::mark);
                boolean isOfThisLog = mark.map(LogMark::topicId)
                        .filter(id -> !id.equals(topicId))
                        .isEmpty();
                if (!isOfThisLog) {
                    ahead.remove(partition);
                } else if (holds(partition, new Gap(next(mark), end.getValue()))) {
                    ahead.remove(partition);
                    freshness.know(partition, Math.min(next(mark), end.getValue()), asOf);
                } else {
                    reach(partition, next(mark), new End(end.getValue(), asOf));
                }
            }
        } catch (LogUnavailableException e) {
            LOG.debug("It is not known where the log ends", e);
        }
    }

    /** A copy of a log that grows never holds all of it, but what it held some looks ago. */
    private void reach(int partition, long next, End latest) {
        Deque<End> ends = ahead.computeIfAbsent(partition, none -> new ArrayDeque<>());
        if (ends.size() < AHEAD_MAX) {
            ends.addLast(latest);
        }
        End reached = null;
        while (!ends.isEmpty() && ends.peekFirst().offset() <= next) {
            reached = ends.pollFirst();
        }
        if (reached != null) {
            freshness.know(partition, reached.offset(), reached.asOf());
        }
    }

    /** For all copies here, the owner's stores included, because the owner may change during a read. */
    private Map<Integer, Optional<LogMark>> marks() {
        Map<Integer, Optional<LogMark>> marks = new TreeMap<>();
        IntStream.range(0, partitions)
                .forEach(partition -> copy(partition).ifPresent(copy -> marks.put(partition, copy.mark())));
        return marks;
    }

    private Optional<CopyQuery.Copy> copy(int partition) {
        QueryResult<CopyQuery.Copy> result = copies.ask(partition, new CopyQuery());
        return result == null || result.isFailure()
                ? Optional.empty()
                : Optional.of(result.getResult()).filter(CopyQuery.Copy::isKnown);
    }

    static long next(Optional<LogMark> mark) {
        return mark.map(last -> last.offset() + 1).orElse(0L);
    }

    /**
     * Whether nothing is left to take. What lies before the end may be marks of transactions, or cut off; to ask for
     * that costs a reading, so it is done only where a copy stands still, and once.
     */
    private boolean holds(int partition, Gap gap) throws InterruptedException {
        if (gap.from() >= gap.to() || gap.equals(empty.get(partition))) {
            return true;
        }
        if (gap.equals(seen.put(partition, gap))
                && log.firstRecord(partition, gap.from(), gap.to()).isEmpty()) {
            empty.put(partition, gap);
            return true;
        }
        return false;
    }

    @Override
    public void close() {
        thread.close();
    }
}
