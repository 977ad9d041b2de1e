package dev.berth.projector;

import dev.berth.events.log.Topics;
import dev.berth.events.watch.WatchThread;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second, on a thread of its own, whether the log is still the same topic and can be read to its end, and
 * does the other work of each second.
 */
final class LogWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Leases leases;
    private final LogOffsets log;
    private final LogCheck check;
    private final int partitions;
    private final Consumer<String> whyTasksFail;
    private final Runnable eachRound;
    private final WatchThread thread = new WatchThread("berth-log-watch", ROUND, this::round);

    /**
     * @param partitions how many the log had at the start
     * @param whyTasksFail takes the reason, if tasks will fail for something that can be seen here
     * @param eachRound what else is done once a second; must not wait for anything
     */
    LogWatch(
            Leases leases,
            LogOffsets log,
            LogCheck check,
            int partitions,
            Consumer<String> whyTasksFail,
            Runnable eachRound) {
        this.leases = leases;
        this.log = log;
        this.check = check;
        this.partitions = partitions;
        this.whyTasksFail = whyTasksFail;
        this.eachRound = eachRound;
    }

    void start() {
        thread.start();
    }

    private void round() throws InterruptedException {
        try {
            look();
        } finally {
            eachRound.run();
        }
    }

    private void look() throws InterruptedException {
        long nowNs = System.nanoTime();
        try {
            haltWhereTheTopicIsAnother(log.topicId());
            // In this order: what is appended in between is taken for readable.
            Map<Integer, Long> ends = log.ends();
            Map<Integer, Long> readable = log.readableEnds();
            haltWherePartitionsWereAdded(ends.size());
            leases.all()
                    .forEach(lease -> lease.transaction()
                            .look(of(readable, lease.partition()), of(ends, lease.partition()), nowNs));
            for (Lease lease : leases.all()) {
                passWhatIsNoRecord(lease, of(readable, lease.partition()));
                lease.backlog().look(lease.next(), of(ends, lease.partition()), System.nanoTime());
            }
        } catch (LogUnavailableException e) {
            LOG.debug("It is not known how the log is now", e);
        }
    }

    /**
     * Markers of transactions, and what was in those that were aborted, come to no task: where nothing was taken for a
     * while although the log is longer, it may be that there is nothing to take.
     */
    private void passWhatIsNoRecord(Lease lease, long readable) throws InterruptedException {
        long next = lease.next();
        if (!lease.isMeasured()
                || lease.fault().isPresent()
                || next >= readable
                || !lease.backlog().isStill(next)) {
            return;
        }
        int partition = lease.partition();
        // Records that were cut off before they were taken are no reason to go on.
        if (check.begin(partition) <= next
                && check.firstRecord(partition, next, readable).isEmpty()) {
            lease.passed(readable);
        }
    }

    /** Somebody may delete the log and make it again while its tasks run, which go on as if nothing had happened. */
    private void haltWhereTheTopicIsAnother(Uuid now) {
        for (Lease lease : leases.all()) {
            Optional<Uuid> before = lease.topicId();
            if (before.isPresent() && !before.get().equals(now) && lease.fault().isEmpty()) {
                lease.halt("Partition " + lease.partition() + " of " + Topics.LOG.topic()
                        + " does not continue what was decided from it: the topic was created again while the "
                        + "service ran; its id"
                        + " was " + before.get() + " and is " + now + ".");
                LOG.error("{}", lease.fault().orElseThrow());
            }
        }
    }

    /** With the next rebalance no task would start any more. */
    private void haltWherePartitionsWereAdded(int now) {
        if (now == partitions) {
            return;
        }
        String why = AddedPartitions.text(partitions, now);
        whyTasksFail.accept(why);
        for (Lease lease : leases.all()) {
            if (lease.fault().isEmpty()) {
                lease.halt(why);
                LOG.error("{}", why);
            }
        }
    }

    private static long of(Map<Integer, Long> offsets, int partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        thread.close();
    }
}
