package dev.berth.projector;

import dev.berth.events.log.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares each tenure with Kafka, on a thread of its own: once for what must be taken before it is served, once a
 * second for whether the log is still the same topic and can be read to its end, and where instances share it for their
 * places in the group, so that an instance that was cut off or asleep stops to serve before another begins.
 */
final class TenureWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TenureWatch.class);
    private static final long LOOK_MS = 10;
    private static final long ROUND_NS = Duration.ofSeconds(1).toNanos();

    private final Tenures tenures;
    private final LogOffsets log;
    private final String instance;
    private final boolean isShared;
    private final Runnable eachRound;
    private final Thread thread = new Thread(this::run, "berth-tenures");

    private long lastRoundNs = System.nanoTime();
    private volatile boolean isClosed;

    /**
     * @param log closed with this watch
     * @param isShared whether other instances keep partitions of the same log
     * @param eachRound what else is to be looked after once a second where the log is shared
     */
    TenureWatch(Tenures tenures, LogOffsets log, String instance, boolean isShared, Runnable eachRound) {
        this.tenures = tenures;
        this.log = log;
        this.instance = instance;
        this.isShared = isShared;
        this.eachRound = eachRound;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!isClosed) {
                look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        long nowNs = System.nanoTime();
        List<Tenure> unmeasured =
                tenures.all().stream().filter(tenure -> !tenure.isMeasured()).toList();
        boolean isRoundDue = nowNs - lastRoundNs >= ROUND_NS;
        if (unmeasured.isEmpty() && !isRoundDue) {
            return;
        }
        try {
            if (isShared || !unmeasured.isEmpty()) {
                confirm(unmeasured, nowNs);
            }
        } catch (LogUnavailableException e) {
            LOG.warn("{} No region is served longer than {} without.", e.getMessage(), Tenure.TRUST, e.getCause());
        }
        if (isRoundDue) {
            lastRoundNs = nowNs;
            lookAtTheLog(nowNs);
            if (isShared) {
                eachRound.run();
            }
        }
    }

    private void confirm(List<Tenure> unmeasured, long nowNs) throws InterruptedException {
        boolean isMember = isShared && log.isMember(instance);
        if (!unmeasured.isEmpty()) {
            Map<Integer, Long> committed = log.committed();
            Map<Integer, Long> ends = log.ends();
            unmeasured.forEach(
                    tenure -> tenure.measured(of(committed, tenure.partition()), of(ends, tenure.partition())));
        }
        tenures.all().forEach(tenure -> tenure.confirm(isMember, nowNs));
    }

    private void lookAtTheLog(long nowNs) throws InterruptedException {
        try {
            haltWhereTheTopicIsAnother(log.topicId());
            // In this order: what is appended in between is taken for readable.
            Map<Integer, Long> ends = log.ends();
            Map<Integer, Long> readable = log.readableEnds();
            tenures.all()
                    .forEach(tenure -> tenure.transaction()
                            .look(of(readable, tenure.partition()), of(ends, tenure.partition()), nowNs));
            lookForWhatWaits(ends);
        } catch (LogUnavailableException e) {
            LOG.debug("It is not known how the log is now", e);
        }
    }

    private void lookForWhatWaits(Map<Integer, Long> ends) throws InterruptedException {
        // Markers of transactions are no records: only what is committed tells that they were passed.
        boolean isAllTaken = tenures.all().stream().allMatch(tenure -> tenure.next() >= of(ends, tenure.partition()));
        Map<Integer, Long> committed = isAllTaken ? Map.of() : log.committed();
        long nowNs = System.nanoTime();
        tenures.all()
                .forEach(tenure -> tenure.backlog()
                        .look(
                                Math.max(tenure.next(), of(committed, tenure.partition())),
                                of(ends, tenure.partition()),
                                nowNs));
    }

    /** Somebody may delete the log and make it anew while its tasks run, which go on as if nothing had happened. */
    private void haltWhereTheTopicIsAnother(Uuid now) {
        for (Tenure tenure : tenures.all()) {
            Optional<Uuid> before = tenure.topicId();
            if (before.isPresent()
                    && !before.get().equals(now)
                    && tenure.fault().isEmpty()) {
                tenure.halt("Partition " + tenure.partition() + " of " + Topics.LOG.topic()
                        + " does not continue what was decided from it: the topic was made anew while the service ran; its id"
                        + " was " + before.get() + " and is " + now + ".");
                LOG.error("{}", tenure.fault().orElseThrow());
            }
        }
    }

    private static long of(Map<Integer, Long> offsets, int partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        log.close();
    }
}
