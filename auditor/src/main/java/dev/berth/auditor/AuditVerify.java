package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.proof.HeadFile;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Reads the whole log with consumers of its own, re-folds it partition by partition, and compares every decision with
 * what was recorded, and the state of every region with what the live service holds. One use, one thread.
 */
public final class AuditVerify {
    private static final int TICK = 500;

    private final AuditTarget target;
    private final AuditPlan plan;
    private final AuditProgress progress;
    private final Findings findings = new Findings();
    private long total;
    private long before;
    private int sinceTick;

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
     * Audits what is planned.
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
                    + log.size() + " of " + Topics.LOG.topic() + " but found " + decisions.size());
        }
        CheckpointCheck from = new CheckpointCheck(target, plan.from(), logId, log.size(), findings);
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
        for (int i = 0; i < log.size(); i++) {
            int partition = i;
            if (!plan.isOf(i, log.size())) {
                continue;
            }
            HeadCheck headsHere = new HeadCheck(heads, partition, findings);
            List<StoreCheck> checksHere = checks.stream()
                    .filter(check -> check.copy().partition() == partition)
                    .toList();
            Iterable<Region> liveHere = live.stream()
                    .filter(region -> Partitions.of(region, log.size()) == partition)
                    .toList();
            Optional<LivePartition> kept = partitions.stream()
                    .filter(each -> each.partition() == partition)
                    .findFirst();
            if (CutLog.isCut(log.get(i), from.place(partition).next())) {
                headsHere.cutOff("the beginning of the log was deleted");
                readCut(log.get(i), decisions.get(i), from.place(partition).next(), kept.map(MarkCheck::new));
                continue;
            }
            if (!from.continues(log.get(i))) {
                headsHere.cutOff("the log does not go on from the checkpoint");
                continue;
            }
            try (PartitionAudit audit = new PartitionAudit(
                    target,
                    logId,
                    from.state(partition),
                    from.range(decisions.get(i)),
                    kept.map(MarkCheck::new),
                    checksHere,
                    headsHere,
                    findings)) {
                auditReadable(audit, liveHere, checksHere);
            }
        }
        progress.read(before, Math.max(before, total));
        return plan.isOfStores() ? findings.report(report(stores, checks, log.size())) : findings.report();
    }

    private void auditReadable(PartitionAudit audit, Iterable<Region> liveHere, List<StoreCheck> checksHere) {
        try {
            audit(audit, liveHere);
        } catch (DamagedRecordException e) {
            // What stands before it was compared; what stands behind it cannot be read in order.
            findings.recordDamaged(e.damaged());
            audit.cutOff();
            checksHere.forEach(StoreCheck::cutOff);
        }
    }

    /** A partition whose beginning was deleted: nothing can be compared, and it is said of what. */
    private void readCut(
            LogProgress.Partition log, LogProgress.Partition decisions, long from, Optional<MarkCheck> mark) {
        try {
            new CutLog(target, log, from, findings).read(log, decisions, mark);
        } catch (DamagedRecordException e) {
            findings.recordDamaged(e.damaged());
        }
        before += log.remaining() + decisions.remaining();
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

    private void audit(PartitionAudit audit, Iterable<Region> liveHere) {
        while (audit.readOne()) {
            if (++sinceTick % TICK == 0) {
                tell(audit);
            }
        }
        target.service().ifPresent(service -> audit.compareStates(service, liveHere));
        audit.finish();
        plan.states().accept(audit.state());
        tell(audit);
        before += audit.read();
    }

    private void tell(PartitionAudit audit) {
        long read = before + audit.read();
        progress.read(read, Math.max(read, total));
    }
}
