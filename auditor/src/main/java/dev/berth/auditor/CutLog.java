package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import java.util.Optional;

/**
 * A partition of the log whose beginning was deleted. Nothing can be folded again without it, so this only tells which
 * regions that is about, from the records and the decisions that are left. For one thread.
 */
final class CutLog {
    private final AuditTarget target;
    private final Findings findings;
    private final int partition;
    private final long from;
    private final String reason;

    /** @param from the first offset that would have to be read, as {@link #isCut} has it */
    CutLog(AuditTarget target, LogProgress.Partition log, long from, Findings findings) {
        this.from = from;
        this.target = target;
        this.findings = findings;
        this.partition = log.partition();
        this.reason = "the log begins at offset " + log.begin() + ", and what follows from the records before it cannot"
                + " be told";
    }

    /**
     * Whether records were deleted that would have to be read.
     *
     * @param from the first offset that is to be read
     */
    static boolean isCut(LogProgress.Partition log, long from) {
        return log.begin() > from;
    }

    /** Reads what is left of both topics. */
    void read(LogProgress.Partition log, LogProgress.Partition decisions, Optional<MarkCheck> mark) {
        findings.uncompared(
                partition,
                from,
                log.begin() - 1,
                from == 0 ? "these records were deleted" : "these records behind the checkpoint were deleted");
        try (LogReader reader = open(Topics.LOG.topic(), log)) {
            for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                LogRecord message = next.get();
                findings.command();
                mark.ifPresent(check -> check.see(message));
                message.region().ifPresent(region -> findings.uncompared(region, message.position(), reason));
            }
            reader.progress().partitions().forEach(end -> mark.ifPresent(check -> check.judge(end, findings)));
        }
        DecisionCodec codec = new DecisionCodec(target.registry());
        try (LogReader reader = open(Topics.DECISIONS.topic(), decisions)) {
            for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                LogRecord message = next.get();
                if (codec.decode(message.value()) instanceof Decoding.Decoded<Decision> decoded
                        && decoded.value().position().offset() < log.begin()) {
                    message.region()
                            .ifPresent(region ->
                                    findings.uncompared(region, decoded.value().position(), reason));
                }
            }
        }
    }

    private LogReader open(String topic, LogProgress.Partition from) {
        return LogReader.open(target.kafka(), topic, ImmutableSortedMap.of(partition, from.begin()));
    }
}
