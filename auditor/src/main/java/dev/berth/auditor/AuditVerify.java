package dev.berth.auditor;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads the whole log with consumers of its own, re-folds it, and compares every decision with what was recorded, and
 * the state of every region with what the live service holds: as many partitions at a time as there are processors.
 * For one use.
 */
public final class AuditVerify {
    private static final int TICK = 500;

    private static final String CANCELLED = "the audit was cancelled; all before was compared";

    private final AuditTarget target;
    private final AuditPlan plan;
    private final AuditProgress progress;
    private final PartitionTurns turns = new PartitionTurns();
    private long total;
    private long read;

    /** Some partition's audit could not go on, so nothing can be said. */
    private volatile boolean isFailed;

    /** What is asked about a partition. */
    private record Part(
            LogProgress.Partition log,
            LogProgress.Partition decisions,
            List<HeadFile> heads,
            Optional<MarkCheck> mark,
            List<StoreCheck> stores,
            List<Region> live) {}

    private AuditVerify(AuditTarget target, AuditPlan plan, AuditProgress progress) {
        this.target = target;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Audits all regions.
     *
     * @throws AuditFailedException if Kafka, the registry or the service does not answer, so that nothing can be said
     */
    public static AuditReport run(AuditTarget target, AuditProgress progress) {
        return run(target, AuditPlan.USUAL, progress);
    }

    /**
     * Audits all regions, and what stands on the disks of all instances as well.
     *
     * @throws AuditFailedException as above
     */
    public static AuditReport runWithStores(AuditTarget target, AuditProgress progress) {
        return run(target, AuditPlan.USUAL.withStores(), progress);
    }

    /**
     * Audits what is planned, until it is not to go on; what is not compared by then is named in the report.
     *
     * @throws AuditFailedException as above, or if the checkpoint is none of this log
     * @throws dev.berth.auditor.proof.UnusableProofException if the checkpoint is not what it was when it was opened
     */
    public static AuditReport run(AuditTarget target, AuditPlan plan, AuditProgress progress) {
        try {
            return new AuditVerify(target, plan, progress).run();
        } catch (KafkaUnreachableException | RegistryUnavailableException e) {
            throw new AuditFailedException(e.getMessage(), e);
        }
    }

    private AuditReport run() {
        LogId logId = TopicAdmin.logId(target.kafka());
        ImmutableList<LogProgress.Partition> log = partitions(Topics.LOG.topic());
        ImmutableList<LogProgress.Partition> decisions = partitions(Topics.DECISIONS.topic());
        if (log.size() != decisions.size()) {
            throw new AuditFailedException("expected as many partitions of " + Topics.DECISIONS.topic() + " as the "
                    + log.size() + " of " + Topics.LOG.topic() + " but found " + decisions.size()
                    + ": one of them was given more since the log was begun. Kafka cannot take partitions away: stop"
                    + " all instances and put the topics back as they were, from a copy");
        }
        CheckpointCheck from = new CheckpointCheck(target, plan.from(), logId, log.size());
        Findings findings = new Findings();
        List<HeadFile> heads = HeadCheck.ofLog(plan.heads(), logId, log.size(), findings);
        SortedSet<Region> live = target.service().map(LiveService::regions).orElse(new TreeSet<>());
        // What the service has taken by now is in the records that are read below.
        List<LivePartition> partitions =
                target.service().map(LiveService::partitions).orElse(List.of());
        LiveStores stores =
                plan.isOfStores() ? target.service().map(LiveService::stores).orElse(LiveStores.NONE) : LiveStores.NONE;
        List<StoreCheck> checks = stores.copies().stream()
                // Of the others the report says that nothing could be compared.
                .filter(copy -> copy.partition() >= log.size() || from.isReadable(log.get(copy.partition())))
                .filter(copy -> plan.isOf(copy.partition(), log.size()))
                .map(StoreCheck::new)
                .toList();
        List<Callable<Findings>> audits = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            int partition = i;
            if (!plan.isOf(partition, log.size())) {
                continue;
            }
            Part part = new Part(
                    log.get(partition),
                    decisions.get(partition),
                    heads,
                    partitions.stream()
                            .filter(each -> each.partition() == partition)
                            .findFirst()
                            .map(MarkCheck::new),
                    checks.stream()
                            .filter(check -> check.copy().partition() == partition)
                            .toList(),
                    live.stream()
                            .filter(region -> Partitions.of(region, log.size()) == partition)
                            .toList());
            int turn = audits.size();
            audits.add(() -> orStopAll(turn, () -> audit(logId, from, part, turn)));
        }
        findings.addAll(allOf(audits));
        return plan.isOfStores() ? findings.report(report(stores, checks, log.size())) : findings.report();
    }

    /** What all audits found, in their order. */
    private Findings allOf(List<Callable<Findings>> audits) {
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(audits.size(), Runtime.getRuntime().availableProcessors()));
        try {
            Findings all = new Findings();
            for (Future<Findings> each : threads.invokeAll(audits)) {
                all.addAll(each.get());
            }
            return all;
        } catch (ExecutionException e) {
            Throwables.throwIfUnchecked(e.getCause());
            throw new IllegalStateException("expected no checked exception of an audit", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditFailedException("interrupted while reading the log", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Findings orStopAll(int turn, Supplier<Findings> audit) {
        try {
            return audit.get();
        } catch (RuntimeException | Error e) {
            isFailed = true;
            throw e;
        } finally {
            turns.done(turn);
        }
    }

    private Findings audit(LogId logId, CheckpointCheck from, Part part, int turn) {
        Findings findings = new Findings();
        int partition = part.log().partition();
        HeadCheck heads = new HeadCheck(part.heads(), partition, findings);
        long first = from.place(partition).next();
        if (CutLog.isCut(part.log(), first)) {
            heads.cutOff("the beginning of the log was deleted");
            readCut(part, first, findings);
        } else if (!from.continues(part.log(), findings)) {
            heads.cutOff("the log does not go on from the checkpoint");
        } else {
            try (PartitionAudit audit = new PartitionAudit(
                    target,
                    logId,
                    from.state(partition),
                    from.range(part.decisions()),
                    part.mark(),
                    part.stores(),
                    heads,
                    findings)) {
                auditReadable(audit, part, findings, turn);
            }
        }
        return findings;
    }

    private void auditReadable(PartitionAudit audit, Part part, Findings findings, int turn) {
        try {
            if (isToItsEnd(audit, part.live())) {
                plan.states().ifPresent(taker -> give(audit, taker, turn));
                return;
            }
            audit.cutOff(CANCELLED, CANCELLED);
        } catch (DamagedRecordException e) {
            // What stands before it was compared; what stands behind it cannot be read in order.
            findings.recordDamaged(e.damaged());
            audit.cutOff("a record before their end is damaged", "a record before it is damaged");
        }
        part.stores().forEach(StoreCheck::cutOff);
    }

    /** In order, so that no more states are held than there are threads, and a file of them is always the same. */
    private void give(PartitionAudit audit, Consumer<PartitionState> taker, int turn) {
        turns.await(turn);
        if (!isFailed) {
            taker.accept(audit.state());
        }
    }

    /** Audits until it is not to go on; says whether it came to the end before. */
    private boolean isToItsEnd(PartitionAudit audit, Iterable<Region> live) {
        PartitionProgress read = new PartitionProgress();
        int sinceTick = 0;
        while (goesOn()) {
            if (!audit.readOne()) {
                target.service().ifPresent(service -> audit.compareStates(service, live));
                audit.finish();
                read.is(audit.read());
                return true;
            }
            if (++sinceTick % TICK == 0) {
                read.is(audit.read());
            }
        }
        return false;
    }

    private boolean goesOn() {
        return !isFailed && plan.goesOn().getAsBoolean();
    }

    /** A partition whose beginning was deleted: nothing can be compared, and it is said of what. */
    private void readCut(Part part, long from, Findings findings) {
        try {
            new CutLog(target, part.log(), from, findings).read(part.log(), part.decisions(), part.mark());
        } catch (DamagedRecordException e) {
            findings.recordDamaged(e.damaged());
        }
        new PartitionProgress().is(part.log().remaining() + part.decisions().remaining());
    }

    /** How much of one partition is read, told with all others. */
    private final class PartitionProgress {
        private long noted;

        void is(long now) {
            synchronized (AuditVerify.this) {
                read += now - noted;
                noted = now;
                progress.read(read, Math.max(read, total));
            }
        }
    }

    private static StoreReport report(LiveStores stores, List<StoreCheck> checks, int partitions) {
        Set<Integer> owned = new TreeSet<>();
        for (StoreCopy copy : stores.copies()) {
            if (copy.role().equals(StoreCopy.OWNER)) {
                owned.add(copy.partition());
            }
        }
        return new StoreReport(
                checks.stream().map(StoreCheck::judged).collect(ImmutableList.toImmutableList()),
                stores.unreached(),
                IntStream.range(0, partitions)
                        .filter(partition -> !owned.contains(partition))
                        .boxed()
                        .collect(ImmutableList.toImmutableList()));
    }

    private ImmutableList<LogProgress.Partition> partitions(String topic) {
        try (LogReader reader = LogReader.open(target.kafka(), topic)) {
            total += reader.progress().remaining();
            return reader.progress().partitions();
        }
    }
}
