package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CountText;
import dev.berth.events.model.UnreadableLogException;
import dev.berth.projector.store.RegionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a partition goes on only from what was committed last. If what was restored is something else, the
 * changelog is read from its beginning; if that does not help either, or decisions in the rows are recorded nowhere,
 * the log is folded again up to where its decisions are committed. Before all that, what Kafka has forgotten of a
 * transaction is ended where the task writes, or the next commit there would commit it too. For the stream thread.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final LogCheck log;
    private final Beginnings beginnings;
    private final TaskId task;
    private final Lease lease;
    private final RegionStore store;
    private final CommandCodec commands;
    private final DecisionCodec decisions;
    private boolean isDone;
    private boolean hasHalted;

    Recovery(
            LogCheck log,
            Beginnings beginnings,
            TaskId task,
            Lease lease,
            RegionStore store,
            CommandCodec commands,
            DecisionCodec decisions) {
        this.log = log;
        this.beginnings = beginnings;
        this.task = task;
        this.lease = lease;
        this.store = store;
        this.commands = commands;
        this.decisions = decisions;
    }

    /** Whether the store may be used. If not, the partition has a fault or Kafka has not answered yet. */
    boolean isDone() {
        return isDone;
    }

    /**
     * Does what is left to do.
     *
     * @param isRunning whether the task runs; before, it cannot be restored again
     * @throws LogUnavailableException if Kafka does not answer in time; it is to be called again then
     * @throws TaskCorruptedException to have Kafka Streams delete the rows and read the changelog from its beginning
     */
    void run(boolean isRunning) throws InterruptedException {
        if (isDone || hasHalted) {
            return;
        }
        try {
            recover(isRunning);
        } catch (UnreadableLogException e) {
            // The thread would end at it, and each that replaces it.
            halt(e.getMessage());
        } finally {
            if (!isDone && lease.fault().isPresent()) {
                // A partition with a fault answers reads with what was decided, and that is not known here.
                store.withhold();
            }
        }
    }

    private void recover(boolean isRunning) throws InterruptedException {
        if (!log.isClear(lease.partition())) {
            throw new LogUnavailableException(
                    "A transaction that Kafka has forgotten is open there, and is aborted first.");
        }
        List<String> doubts = store.own();
        if (doubts.isEmpty()) {
            long committed = log.committed(lease.partition());
            List<String> unrecorded = unrecorded(committed);
            if (!unrecorded.isEmpty()) {
                store.withhold();
                // The changelog holds the same rows.
                refold(unrecorded);
                return;
            }
            doubts = missing(committed);
            if (!doubts.isEmpty()) {
                store.withhold();
                boolean isTooEarly = !isRunning && store.mayBeRestoredAnew();
                if (isTooEarly || isPassedOver(committed)) {
                    return;
                }
            }
            if (doubts.isEmpty() && store.mark().isEmpty()) {
                beginWithoutRows();
                return;
            }
        }
        if (doubts.isEmpty()) {
            done();
        } else if (!store.mayBeRestoredAnew()) {
            refold(doubts);
        } else if (isRunning) {
            LOG.warn(
                    "Partition {}: the rows on the disk and what the changelog adds are not what was committed last: "
                            + "{}."
                            + " They are dropped and read again from its beginning.",
                    lease.partition(),
                    String.join("; ", doubts));
            throw new TaskCorruptedException(Set.of(task));
        }
    }

    private void done() {
        store.show();
        isDone = true;
    }

    /**
     * What was decided is in the rows, up to the last record of it. A disk may lose its newest rows and say that it has
     * them, and what is left fits together; to show that would be to forget what was acknowledged.
     */
    private List<String> missing(long committed) throws InterruptedException {
        long next = FreshnessWatch.next(store.mark());
        if (committed <= next
                || log.firstRecord(lease.partition(), next, committed).isEmpty()) {
            return List.of();
        }
        return List.of((next == 0 ? "there are no rows" : "the rows end before offset " + next)
                + ", but what is in the log before offset " + committed + " was decided");
    }

    /**
     * Halts where what is missing was never decided. The rows lack nothing then, and are read; where there are none,
     * the same would be found had both rows and decisions been deleted, and nothing is read.
     */
    private boolean isPassedOver(long committed) throws InterruptedException {
        long next = FreshnessWatch.next(store.mark());
        OptionalLong first = firstPassedOver(next, committed);
        if (first.isPresent()) {
            if (next > 0) {
                done();
            }
            halt(
                    "does not continue what was decided from it",
                    PassedOver.words(
                            lease.partition(), first.getAsLong(), "the projectors' committed offset is " + committed));
        }
        return first.isPresent();
    }

    private OptionalLong firstPassedOver(long next, long committed) throws InterruptedException {
        int partition = lease.partition();
        try {
            return PassedOver.first(log, partition, next, committed, store.folds(), commands, decisions);
        } catch (UnreadableLogException e) {
            LOG.warn("Partition {}: whether records were passed over is not known: {}", partition, e.getMessage());
            return OptionalLong.empty();
        }
    }

    /**
     * What is in the rows is recorded. Kafka may come to commit rows of a transaction that it has aborted; to go on
     * from them would leave out the decisions in it. That the offset is behind them proves nothing alone: an operator
     * may have set it back, and a checkpoint comes without one.
     */
    private List<String> unrecorded(long committed) throws InterruptedException {
        int partition = lease.partition();
        if (FreshnessWatch.next(store.mark()) <= committed) {
            return List.of();
        }
        long begin = log.begin(partition);
        Optional<Beginnings.Beginning> known = begin > 0 ? beginnings.of(partition) : Optional.empty();
        long from = Math.max(
                Math.max(begin, committed),
                known.map(Beginnings.Beginning::next).orElse(0L));
        List<String> found = recorded(from, committed);
        boolean canBeMadeAgain = begin == 0 || obstacle(known, begin).isEmpty();
        if (!found.isEmpty() && !canBeMadeAgain) {
            LOG.error(
                    "Partition {}: {}. They would be recorded if the log were there from its first record or from a "
                            + "checkpoint; its rows are right, and it goes on from them.",
                    partition,
                    String.join("; ", found));
        }
        return canBeMadeAgain ? found : List.of();
    }

    private List<String> recorded(long from, long committed) throws InterruptedException {
        int partition = lease.partition();
        try {
            return RecordedDecisions.missing(
                    log, partition, from, committed, store.folds().values(), decisions);
        } catch (UnreadableLogException e) {
            LOG.warn(
                    "Partition {}: whether all its decisions are recorded is not known: {}", partition, e.getMessage());
            return List.of();
        }
    }

    /** Nothing was decided of the partition. Where its log was cut, it has to be known what that came to. */
    private void beginWithoutRows() throws InterruptedException {
        int partition = lease.partition();
        long begin = log.begin(partition);
        if (begin == 0) {
            Optional<String> elsewhere = decidedElsewhere();
            elsewhere.ifPresentOrElse(this::halt, this::done);
            return;
        }
        Optional<Beginnings.Beginning> known = beginnings.of(partition);
        Optional<String> obstacle = obstacle(known, begin);
        if (obstacle.isEmpty()) {
            Beginnings.Beginning at = known.orElseThrow();
            obstacle = store.adopt(at.folds(), at.held(), at.mark());
        }
        if (obstacle.isPresent()) {
            halt("there are no rows, and " + obstacle.get());
        } else {
            done();
            lease.passed(known.orElseThrow().next());
            LOG.warn(
                    "Partition {}: its log begins at offset {}. It goes on from the checkpoint, with {} regions, at "
                            + "offset {}.",
                    partition,
                    begin,
                    known.orElseThrow().folds().size(),
                    known.orElseThrow().next());
        }
    }

    /** Why what the partition holds is not to be decided for the first time, if so: it was, with fewer partitions. */
    private Optional<String> decidedElsewhere() throws InterruptedException {
        int partition = lease.partition();
        if (log.firstRecord(partition, 0, Long.MAX_VALUE).isEmpty()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>(1);
        log.replay(
                Topics.DECISIONS.topic(),
                partition,
                0,
                1,
                first -> AddedPartitions.decidedElsewhere(first).ifPresent(found::add));
        return found.stream().findFirst();
    }

    /** Why the partition cannot begin with what is known, if so. */
    private Optional<String> obstacle(Optional<Beginnings.Beginning> known, long begin) throws InterruptedException {
        if (known.isEmpty()) {
            return Optional.of("its log begins at offset " + begin + ", so what follows from the records before that "
                    + "is not known without a checkpoint with this partition");
        }
        if (known.get().next() < begin) {
            return Optional.of("its log begins at offset " + begin + ", and the checkpoint ends before offset "
                    + known.get().next() + ": the records between were deleted");
        }
        String topic = log.topicId().toString();
        return known.get().log().text().equals(topic)
                ? Optional.empty()
                : Optional.of("the checkpoint is of log " + known.get().log() + ", and this is log " + topic);
    }

    private void refold(List<String> doubts) throws InterruptedException {
        int partition = lease.partition();
        String reason = String.join("; ", doubts);
        LOG.warn(
                "Partition {}: what the changelog holds is not what was committed last: {}. It is made again from "
                        + "the log.",
                partition,
                reason);
        long startNs = System.nanoTime();
        long committed = log.committed(partition);
        long begin = log.begin(partition);
        Optional<Beginnings.Beginning> known = begin > 0 ? beginnings.of(partition) : Optional.empty();
        Optional<String> obstacle = begin > 0 ? obstacle(known, begin) : Optional.empty();
        if (obstacle.isPresent()) {
            halt(reason + "; and it cannot be made again from the log, which begins at offset " + begin
                    + (known.isEmpty() ? "" : ": " + obstacle.get()));
            return;
        }
        RebuildProgress remaking = new RebuildProgress(reason, begin, committed);
        lease.remakes(remaking);
        Refold refold = Refold.of(
                log, partition, known, committed, commands, decisions, next -> lease.remakes(remaking.at(next)));
        Optional<String> contradiction = refold.contradiction();
        if (contradiction.isEmpty()) {
            contradiction = store.adopt(refold.folds(), refold.held(), refold.mark());
        }
        if (contradiction.isPresent()) {
            halt(reason + "; and " + contradiction.get());
        } else {
            done();
            lease.isRemade();
            LOG.warn(
                    "Partition {}: {} made again from the log up to offset {} in {} ms, as they were decided.",
                    partition,
                    CountText.of(refold.folds().size(), "region"),
                    committed,
                    (System.nanoTime() - startNs) / 1_000_000);
        }
    }

    private void halt(String reason) {
        halt("cannot be taken up", reason);
    }

    private void halt(String what, String reason) {
        hasHalted = true;
        lease.halt("Partition " + lease.partition() + " of " + Topics.LOG.topic() + " " + what + ": " + reason + ".");
        LOG.error(
                "{} None of its regions takes a command until that is put right and this instance is started again.",
                lease.fault().orElseThrow());
    }
}
