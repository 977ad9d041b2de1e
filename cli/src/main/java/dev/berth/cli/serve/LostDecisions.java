package dev.berth.cli.serve;

import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.terminal.CannotRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The recorded decisions whose commands the log does not hold any more: what was acknowledged and is lost.
 *
 * @param ends the offset after the last record of each partition of the log
 * @param lines one per decision, with all that it changed, in the order in which they were recorded
 * @param counts how many there are, by partition
 */
record LostDecisions(Map<Integer, Long> ends, List<String> lines, Map<Integer, Long> counts) {
    private static final int LINE_MAX = 100_000;

    /** @throws CannotRunException if one of them cannot be read; what it changed would be gone without a trace */
    static LostDecisions of(KafkaConnection kafka, SchemaRegistry registry) {
        Map<Integer, Long> ends = new TreeMap<>();
        try (LogReader log = LogReader.open(kafka, Topics.LOG.topic())) {
            for (LogProgress.Partition partition : log.progress().partitions()) {
                ends.put(partition.partition(), partition.end());
            }
        }
        List<String> lines = new ArrayList<>();
        Map<Integer, Long> counts = new TreeMap<>();
        DecisionCodec codec = new DecisionCodec(registry);
        try (LogReader decisions = LogReader.open(kafka, Topics.DECISIONS.topic())) {
            for (Optional<LogRecord> next = decisions.next(); next.isPresent(); next = decisions.next()) {
                LogRecord record = next.get();
                if (isOfNoRegion(record)) {
                    continue;
                }
                Decision decision = codec.decode(record.value()).orElseThrow(reason -> unreadable(record, reason));
                if (isLost(decision, ends)) {
                    counts.merge(decision.position().partition(), 1L, Long::sum);
                    lines.add(record.region().map(Region::name).orElse("?") + " " + Printable.of(decision, LINE_MAX));
                }
            }
        } catch (DamagedRecordException e) {
            lines.add("What else is lost cannot be known, for " + e.getMessage());
        }
        return new LostDecisions(ends, lines, counts);
    }

    /** A record of somebody else's, and no decision whatever it holds. */
    private static boolean isOfNoRegion(LogRecord record) {
        return record.region().isEmpty() && record.regionElsewhere().isEmpty();
    }

    private static CannotRunException unreadable(LogRecord record, String reason) {
        return new CannotRunException("the decision at offset "
                + record.position().offset() + " of partition "
                + record.position().partition() + " of " + Topics.DECISIONS.topic() + " cannot be read, so nobody can "
                + "tell whether it is lost, and no decision was deleted: " + Printable.of(reason)
                + "; name with --registry the schema registry that it was written with, and take a berth that is no "
                + "older than the one that wrote it");
    }

    private static boolean isLost(Decision decision, Map<Integer, Long> ends) {
        return decision.position().offset()
                >= ends.getOrDefault(decision.position().partition(), 0L);
    }
}
