package dev.berth.projector;

import dev.berth.events.log.Topics;
import dev.berth.events.watch.WatchThread;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts what stands open in a partition of a transaction that its coordinator is done with. Kafka forgets such a part
 * if the partition had no leader when the coordinator sent its markers. Nobody reads past it then; and the next
 * transaction of the same producer that is committed there would commit it too. It aborts only what it has found twice,
 * some seconds apart. Thread-safe.
 */
final class ForgottenTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForgottenTransactions.class);

    /** How far apart the two looks are. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private static final Duration ROUND = Duration.ofSeconds(5);

    private final KafkaTransactions kafka;
    private final WatchThread thread = new WatchThread("berth-transaction-watch", ROUND, this::round);
    private final AtomicLong aborted = new AtomicLong();

    /** Since when what is open is known to be forgotten. */
    private final Map<OpenPart, Long> sinceNs = new LinkedHashMap<>();

    /** What stays as it is: an operator was told, once. */
    private final Set<OpenPart> left = new HashSet<>();

    /** What was open in the round before. */
    private volatile Set<OpenPart> before = Set.of();

    ForgottenTransactions(KafkaTransactions kafka) {
        this.kafka = kafka;
    }

    void start() {
        thread.start();
    }

    /** How many parts were aborted here since the start. */
    long aborted() {
        return aborted.get();
    }

    /**
     * Whether a task may write where a partition of the log belongs: nothing stands there of a forgotten transaction,
     * or nothing that can be helped from here.
     */
    boolean isClear(int partition) throws InterruptedException {
        List<TopicPartition> written = kafka.partitions().stream()
                // What agents are told goes to the partition of the host's name.
                .filter(each -> each.partition() == partition || each.topic().equals(Topics.HOSTS.topic()))
                .toList();
        List<OpenPart> open = kafka.open(written);
        return open.isEmpty() || judge(open);
    }

    private void round() throws InterruptedException {
        try {
            lookAround();
        } catch (LogUnavailableException e) {
            LOG.debug("It is not known which transactions are open", e);
        }
    }

    private void lookAround() throws InterruptedException {
        List<OpenPart> open = kafka.open(kafka.partitions());
        forgetBut(open);
        // A transaction of a projector is over sooner, so coordinators are asked only where one lasts.
        List<OpenPart> lasting = open.stream().filter(before::contains).toList();
        before = new HashSet<>(open);
        if (!lasting.isEmpty()) {
            judge(lasting);
        }
    }

    private synchronized void forgetBut(Collection<OpenPart> open) {
        sinceNs.keySet().retainAll(open);
        left.retainAll(open);
    }

    /**
     * Aborts what was found forgotten before too, and notes what is found first.
     *
     * @param open what has just been found open; the coordinators are asked after that
     * @return whether nothing is left to abort
     */
    private synchronized boolean judge(List<OpenPart> open) throws InterruptedException {
        Map<Long, TransactionDescription> known =
                kafka.known(open.stream().map(OpenPart::producerId).collect(Collectors.toSet()));
        long nowNs = System.nanoTime();
        boolean isClear = true;
        for (OpenPart part : open) {
            switch (Knowledge.of(part, Optional.ofNullable(known.get(part.producerId())))) {
                case ONGOING -> sinceNs.remove(part);
                case FORGOTTEN -> isClear &= left.contains(part) || abort(part, nowNs);
                case COMMITTED ->
                    leave(part, "its coordinator has written that it is committed, so it is not aborted here");
                case UNKNOWN -> {
                    // One that has not lasted may be another's that is under way.
                    if (before.contains(part)) {
                        leave(part, "no coordinator names its producer");
                    }
                }
            }
        }
        return isClear;
    }

    /** Whether it is aborted, or never will be from here. */
    private boolean abort(OpenPart part, long nowNs) throws InterruptedException {
        Long since = sinceNs.putIfAbsent(part, nowNs);
        if (since == null) {
            LOG.warn(
                    "A transaction is open in {}, and its coordinator is done with it: Kafka has forgotten it. It "
                            + "is aborted there if that is still so in {} s.",
                    part,
                    BETWEEN_LOOKS.toSeconds());
            return false;
        }
        if (nowNs - since < BETWEEN_LOOKS.toNanos()) {
            return false;
        }
        try {
            kafka.abort(part);
        } catch (LogUnavailableException e) {
            if (e.getCause() instanceof AuthorizationException) {
                leave(part, "the service has no right to abort it (CLUSTER_ACTION on the cluster)");
                return true;
            }
            throw e;
        }
        sinceNs.remove(part);
        aborted.incrementAndGet();
        LOG.warn(
                "The transaction in {} was aborted there, {} ms after it was found.",
                part,
                TimeUnit.NANOSECONDS.toMillis(nowNs - since));
        return true;
    }

    private void leave(OpenPart part, String why) {
        if (left.add(part)) {
            LOG.error(
                    "A transaction is open in {}, and nobody reads past it: {}. See \"Transactions left open\" in "
                            + "docs/operations.md; this ends it: kafka-transactions.sh abort --topic {} --partition {} "
                            + "--start-offset {}",
                    part,
                    why,
                    part.partition().topic(),
                    part.partition().partition(),
                    part.startOffset());
        }
    }

    @Override
    public void close() {
        thread.close();
        kafka.close();
    }
}
