package dev.berth.cli.serve;

import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Printable;
import java.util.ArrayList;
import java.util.Base64;
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
 * @param unread what cannot be read, so that nobody can tell whether it is lost: a sentence for each
 * @param unreadLines the records among that as they are, one each
 */
record LostDecisions(
        Map<Integer, Long> ends,
        List<String> lines,
        Map<Integer, Long> counts,
        List<String> unread,
        List<String> unreadLines) {
    private static final int LINE_MAX = 100_000;

    /** Reads all of each partition, or up to what is damaged in it. */
    static LostDecisions of(KafkaConnection kafka, SchemaRegistry registry) {
        LostDecisions lost = new LostDecisions(
                ends(kafka, Topics.LOG.topic()),
                new ArrayList<>(),
                new TreeMap<>(),
                new ArrayList<>(),
                new ArrayList<>());
        DecisionCodec codec = new DecisionCodec(registry);
        for (int partition : ends(kafka, Topics.DECISIONS.topic()).keySet()) {
            try (LogReader decisions = LogReader.openAtOrBehind(kafka, Topics.DECISIONS.topic(), partition, 0)) {
                for (Optional<LogRecord> next = decisions.next(); next.isPresent(); next = decisions.next()) {
                    lost.take(next.get(), codec);
                }
            } catch (DamagedRecordException e) {
                lost.unread.add("what is in partition " + partition + " of " + Topics.DECISIONS.topic()
                        + " from there on cannot be read: " + e.getMessage());
            }
        }
        return lost;
    }

    private static Map<Integer, Long> ends(KafkaConnection kafka, String topic) {
        Map<Integer, Long> ends = new TreeMap<>();
        try (LogReader reader = LogReader.open(kafka, topic)) {
            for (LogProgress.Partition partition : reader.progress().partitions()) {
                ends.put(partition.partition(), partition.end());
            }
        }
        return ends;
    }

    private void take(LogRecord record, DecisionCodec codec) {
        if (record.region().isEmpty()) {
            // What is not where its region is at home is no decision, whatever it holds.
            return;
        }
        String region = record.region().get().name();
        Decoding<Decision> decoding = codec.decode(record.value());
        if (decoding instanceof Decoding.Decoded<Decision> decoded) {
            Decision decision = decoded.value();
            if (isLost(decision)) {
                counts.merge(decision.position().partition(), 1L, Long::sum);
                lines.add(region + " " + Printable.of(decision, LINE_MAX));
            }
            return;
        }
        String where = "the decision at offset " + record.position().offset() + " of partition "
                + record.position().partition() + " of " + Topics.DECISIONS.topic();
        unread.add(where + " cannot be read: " + Printable.of(decoding.problem().orElseThrow()));
        unreadLines.add(region + " " + where + ", base64: "
                + (record.value() == null ? "" : Base64.getEncoder().encodeToString(record.value())));
    }

    private boolean isLost(Decision decision) {
        return decision.position().offset()
                >= ends.getOrDefault(decision.position().partition(), 0L);
    }
}
