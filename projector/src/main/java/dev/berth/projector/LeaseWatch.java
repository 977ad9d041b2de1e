package dev.berth.projector;

import dev.berth.events.watch.WatchThread;
import dev.berth.projector.LeaseClock.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Kafka confirm the leases of this instance, on a thread of its own: four times a second it asks the coordinator
 * who has which partition, and what a new or lapsed lease has to catch up with. What else is asked of Kafka is asked by
 * other threads, so that nothing is waited for here that a lease does not need.
 */
final class LeaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration ASK_EVERY = Duration.ofMillis(250);

    /** How soon it is asked again while a lease is not in force. */
    private static final Duration ASK_SOON = Duration.ofMillis(25);

    /** For how long it is asked that often once a change is expected: for as long as one takes. */
    private static final Duration EXPECTED = Duration.ofSeconds(3);

    /** How long both questions of a look at the log may take: a lease in force must be confirmed again after it. */
    private static final Duration MEASURE_TIMEOUT = Duration.ofMillis(500);

    private final Leases leases;
    private final GroupCheck log;
    private final LeaseClock clock;
    private final String client;
    private final int partitions;
    private final OtherHolders others;
    private final WatchThread thread = new WatchThread("berth-leases", LOOK_EVERY, this::look);

    private long askedNs;
    private long measuredNs;
    private boolean isHeard = true;
    private volatile Group group = Group.EMPTY;
    private volatile long expectedUntilNs;

    /**
     * @param client what this process calls itself in Kafka; its stream threads are called so and a little more
     * @param partitions how many the log has
     */
    LeaseWatch(Leases leases, GroupCheck log, LeaseClock clock, String client, int partitions) {
        this.leases = leases;
        this.log = log;
        this.clock = clock;
        this.client = client;
        this.partitions = partitions;
        this.others = new OtherHolders(member -> !isOurs(member));
        this.askedNs = clock.monotonicNs() - ASK_EVERY.toNanos();
        this.measuredNs = askedNs;
        this.expectedUntilNs = askedNs;
    }

    void start() {
        thread.start();
    }

    /** What the coordinator said last. */
    Group group() {
        return group;
    }

    /** Whether another process was given a partition when Kafka was last asked. */
    boolean isElsewhere(int partition) {
        return group.isGiven(partition, member -> !isOurs(member));
    }

    /** The group is about to change: what it says next may be when a lease begins to wait for all others. */
    void expectChange() {
        expectedUntilNs = clock.monotonicNs() + EXPECTED.toNanos();
    }

    private boolean isOurs(String member) {
        return member.startsWith(client + "-");
    }

    /** One look, for what runs the watch. */
    void look() throws InterruptedException {
        boolean isWanted = clock.monotonicNs() - expectedUntilNs < 0
                || leases.all().stream().anyMatch(lease -> !lease.isInForce());
        if (isDue(askedNs, isWanted ? ASK_SOON : ASK_EVERY)) {
            askWhoHasWhat();
        }
        measure();
    }

    private boolean isDue(long lastNs, Duration every) {
        return clock.monotonicNs() - lastNs >= every.toNanos();
    }

    /** Where Kafka was merely slow, as on a busy machine, a trace would tell nothing but where it is waited for. */
    private static void tellOfSilence(LogUnavailableException unavailable) {
        long termS = Lease.TERM.toSeconds();
        Throwable cause = unavailable.getCause();
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            LOG.warn("Kafka has not answered within {} s; no region is served for longer than that without it.", termS);
        } else {
            LOG.warn("{} No region is served for longer than {} s without it.", unavailable.getMessage(), termS, cause);
        }
    }

    private void askWhoHasWhat() throws InterruptedException {
        Moment asked = clock.now();
        askedNs = asked.monotonicNs();
        try {
            // An answer that comes later than a term from now confirms nothing.
            group = log.group(Lease.TERM);
        } catch (LogUnavailableException e) {
            if (isHeard) {
                tellOfSilence(e);
            }
            isHeard = false;
            return;
        }
        if (!isHeard) {
            LOG.info("Kafka is heard again.");
        }
        isHeard = true;
        others.seen(group, asked, clock.now(), partitions);
        for (Lease lease : leases.all()) {
            // What was asked before it began may tell of another time when its thread had the partition.
            if (lease.begun().monotonicNs() - asked.monotonicNs() <= 0) {
                if (lease.hasLapsed()) {
                    LOG.warn(
                            "Partition {} was not served: {}.",
                            lease.partition(),
                            lease.obstacle().orElse("its lease had lapsed"));
                }
                if (group.isKept(lease.partition(), lease.member())) {
                    lease.confirm(asked);
                } else {
                    lease.deny(asked);
                }
            }
        }
    }

    /**
     * Looks how far the log goes for leases that are in force but still have to catch up. Not before every lease before
     * them is over: until then another may still acknowledge what comes behind that end.
     */
    private void measure() throws InterruptedException {
        long nowNs = clock.monotonicNs();
        List<Lease> behind = leases.all().stream()
                .filter(lease -> lease.isInForce() && !lease.isCaughtUp())
                .filter(lease -> nowNs - others.noneFromNs(lease) >= 0)
                .toList();
        boolean isNew = behind.stream().anyMatch(lease -> !lease.isMeasured());
        if (behind.isEmpty() || !isDue(measuredNs, isNew ? ASK_SOON : ASK_EVERY)) {
            return;
        }
        measuredNs = nowNs;
        try {
            Map<Integer, Long> committed = log.committed(MEASURE_TIMEOUT);
            Duration left = MEASURE_TIMEOUT.minusNanos(clock.monotonicNs() - nowNs);
            if (left.isNegative()) {
                return;
            }
            Map<Integer, Long> ends =
                    log.readableEnds(behind.stream().map(Lease::partition).toList(), left);
            behind.stream()
                    .filter(lease -> ends.containsKey(lease.partition()))
                    .forEach(lease ->
                            lease.measured(committed.getOrDefault(lease.partition(), 0L), ends.get(lease.partition())));
        } catch (LogUnavailableException e) {
            LOG.debug("It is not known how far the log goes", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
