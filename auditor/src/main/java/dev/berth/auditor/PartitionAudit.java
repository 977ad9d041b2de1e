package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * Audits one partition: re-folds its log with its decisions beside it, then brings each of its regions to the very
 * command after which the live service gives a digest. Holds the regions of this partition and nothing else of its
 * size. For one thread.
 */
final class PartitionAudit implements AutoCloseable {
    private final AuditTarget target;
    private final Findings findings;
    private final ReadAhead<Standing> log;
    private final ReadAhead<RecordedDecision> decisions;
    private final Optional<MarkCheck> mark;
    private final RegionFolds refold;
    private final DecisionMatch match;
    private final List<StoreCheck> stores;
    private final Alignment alignment;
    private final AddedPartitions added;
    private final HeadCheck heads;
    private final Uuid topicId;
    private final Optional<LogMark> markBefore;
    private Optional<LogRecord> lastMessage = Optional.empty();
    private Position lastRead;

    /** A record of the log; without an entry if it is foreign. */
    private record Standing(LogRecord message, Optional<LogEntry> entry) {
        static Standing of(LogRecord message, CommandCodec codec) {
            return new Standing(
                    message, message.region().map(region -> codec.decode(message.position(), message.value())));
        }
    }

    PartitionAudit(
            AuditTarget target,
            LogId logId,
            PartitionState begin,
            DecisionRange range,
            Optional<MarkCheck> mark,
            List<StoreCheck> stores,
            HeadCheck heads,
            Findings findings) {
        this.target = target;
        this.mark = mark;
        this.stores = stores;
        this.findings = findings;
        this.heads = heads;
        PartitionPlace place = begin.place();
        CommandCodec commandCodec = new CommandCodec(target.registry());
        DecisionCodec decisionCodec = new DecisionCodec(target.registry());
        this.log = new ReadAhead<>(
                open(target, Topics.LOG.topic(), place.partition(), place.next()),
                message -> Standing.of(message, commandCodec));
        this.decisions = new ReadAhead<>(
                open(target, Topics.DECISIONS.topic(), place.partition(), range.from()),
                message -> new RecordedDecision(message, decisionCodec.decode(message.value())));
        this.refold = new RegionFolds(commandCodec, logId, begin);
        this.alignment = new Alignment(place.partition(), place.next());
        this.added = new AddedPartitions(target, place.partition(), findings);
        this.match = new DecisionMatch(decisions, range, begin, alignment, added, findings);
        this.lastRead = new Position(place.partition(), place.next() - 1, 0);
        this.markBefore = place.mark();
        this.topicId = Uuid.fromString(logId.text());
        mark.ifPresent(check -> check.begin(place));
        stores.forEach(check -> check.begin(begin));
        heads.begin(begin);
    }

    private static LogReader open(AuditTarget target, String topic, int partition, long from) {
        return LogReader.open(target.kafka(), topic, ImmutableSortedMap.of(partition, from));
    }

    int partition() {
        return lastRead.partition();
    }

    /** How many offsets of both topics lie behind it. */
    long read() {
        return read(log) + read(decisions);
    }

    private static long read(ReadAhead<?> topic) {
        return topic.progress().next() - topic.progress().begin();
    }

    /** A region as far as its log was read. */
    RegionFold fold(Region region) {
        return refold.fold(region);
    }

    /** Takes the next record of the log, and what is recorded of it; says whether there was one. */
    boolean readOne() {
        Optional<Standing> next = log.next();
        next.ifPresent(this::take);
        return next.isPresent();
    }

    private void take(Standing standing) {
        LogRecord message = standing.message();
        findings.command();
        lastRead = message.position();
        lastMessage = Optional.of(message);
        mark.ifPresent(check -> check.see(message));
        alignment.stands(lastRead.offset(), message.region(), standing.entry());
        if (stores.isEmpty()) {
            fold(standing);
        } else {
            foldBesideStores(standing);
        }
        match.matchUpTo(lastRead, logEnd());
        if (match.isFull()) {
            // Where nobody is known to decide there is no use in waiting each time.
            awaitRecorded(target.service().map(service -> target.timeout()).orElse(Duration.ZERO));
        }
    }

    private void fold(Standing standing) {
        LogRecord message = standing.message();
        message.region()
                .ifPresentOrElse(
                        region -> fold(region, message, standing.entry().orElseThrow()), findings::foreignRecord);
    }

    /** A store may be anywhere in the log, so there is a view of its region after each record. */
    private void foldBesideStores(Standing standing) {
        LogRecord message = standing.message();
        RegionFold before = message.region().map(refold::fold).orElse(null);
        fold(standing);
        RegionFold after = message.region().map(refold::fold).orElse(null);
        stores.forEach(check -> check.took(message, before, after, count -> refold.upTo(before, message, count)));
    }

    private void fold(Region region, LogRecord message, LogEntry entry) {
        for (Decision decision : refold.take(region, entry, message.value())) {
            heads.decided(region, decision);
            // What had waited is decided with a later record; its own bytes are not at hand any more.
            boolean isOfThis = decision.position().equals(entry.position());
            match.expect(region, decision, isOfThis ? Optional.of(entry.hash()) : Optional.empty());
        }
    }

    /** Moves the ends of both topics to where they are now; the log's afterwards, so that it holds what is decided. */
    void extendToNow() {
        match.extendToNow();
        log.extendToNow();
    }

    private long logEnd() {
        return log.progress().end();
    }

    /**
     * Ends the audit before the end of the log, and says what was not compared and why. What was compared ends there,
     * and so does each {@link #fold}: whoever keeps them can go on from there.
     *
     * @param reason why records were not compared
     * @param headReason why heads were not
     */
    void cutOff(String reason, String headReason) {
        long from = match.firstOpen().orElse(lastRead.offset() + 1);
        findings.uncompared(partition(), from, Math.max(from, logEnd() - 1), reason);
        findings.read(lastRead);
        heads.cutOff(headReason);
        added.judge();
        alignment.judge(findings);
    }

    /**
     * Compares the states, unless the service's do not belong to this log, of this partition's regions with the live
     * service, each after the same command.
     *
     * @param liveRegions those of this partition that the service knows
     */
    void compareStates(LiveService service, Iterable<Region> liveRegions) {
        if (mark.filter(MarkCheck::isBroken).isPresent()) {
            return;
        }
        TreeSet<Region> regions = new TreeSet<>(refold.regions());
        liveRegions.forEach(regions::add);
        StateCheck check = new StateCheck(this, service, target.timeout(), findings);
        regions.forEach(check::compare);
    }

    /** Reads both topics to their ends, and reports what nobody has recorded although there was time for it. */
    void finish() {
        extendToNow();
        while (readOne()) {}
        findings.read(lastRead);
        mark.ifPresent(check -> check.judge(log.progress(), findings));
        match.matchAll();
        alignment.logEnded();
        awaitRecorded(target.timeout());
        added.judge();
        alignment.judge(findings);
        heads.ended(logEnd(), refold.folds());
        refold.regions().forEach(region -> findings.region(region, fold(region).stop()));
    }

    /** What its regions come to, once it is finished. */
    PartitionState state() {
        Optional<LogMark> last =
                lastMessage.map(message -> LogMark.of(topicId, message)).or(() -> markBefore);
        return refold.state(new PartitionPlace(partition(), log.nextOffset(), match.nextOffset(), last));
    }

    /** Gives the service time to record what it has decided. */
    private void awaitRecorded(Duration timeout) {
        PollDeadline deadline = new PollDeadline(timeout);
        while (match.isWaiting(lastRead) && deadline.isLeft()) {
            match.extendToNow();
            match.matchUpTo(lastRead, logEnd());
        }
        match.finish(lastRead, target.service().isPresent());
    }

    @Override
    public void close() {
        log.close();
        decisions.close();
    }
}
