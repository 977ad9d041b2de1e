package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.kafka.common.Uuid;

/**
 * One partition of the log folded again from its first record, or from where it is known, beside the topology and
 * without writing anything: what its regions come to, and whether that is what was decided. For one thread.
 */
final class Refold {
    private final CommandCodec commands;
    private final DecisionCodec decisions;
    private final Uuid topicId;
    private final TreeMap<Region, RegionFold> folds = new TreeMap<>();
    private final Map<Region, SortedMap<Position, byte[]>> held = new TreeMap<>();
    private final Map<Region, Sha256> decided = new TreeMap<>();

    /** Why the last recorded decision of regions cannot be read. */
    private final Map<Region, String> unread = new TreeMap<>();

    /** With which head of their chain regions began; none of those that began empty. */
    private final Map<Region, Sha256> begun = new TreeMap<>();

    private Optional<String> decidedElsewhere = Optional.empty();
    private Optional<LogMark> mark = Optional.empty();

    /** @param begin what is known of the log before; without it, it is folded from its first record */
    private Refold(CommandCodec commands, DecisionCodec decisions, Uuid topicId, Optional<Beginnings.Beginning> begin) {
        begin.ifPresent(known -> {
            folds.putAll(known.folds());
            known.folds()
                    .forEach((region, fold) ->
                            begun.put(region, fold.view().chain().head()));
            known.held().forEach((region, records) -> held.put(region, new TreeMap<>(records)));
            mark = known.mark();
        });
        this.commands = commands;
        this.decisions = decisions;
        this.topicId = topicId;
    }

    /**
     * Folds all records before an offset.
     *
     * @param begin what is known of the log before; without it, it is folded from its first record
     * @param progress told after each record which offset comes next
     * @throws LogUnavailableException if Kafka does not answer in time
     */
    static Refold of(
            LogCheck log,
            int partition,
            Optional<Beginnings.Beginning> begin,
            long end,
            CommandCodec commands,
            DecisionCodec decisions,
            LongConsumer progress)
            throws InterruptedException {
        Refold refold = new Refold(commands, decisions, log.topicId(), begin);
        long from = begin.map(Beginnings.Beginning::next).orElse(0L);
        log.replay(Topics.LOG.topic(), partition, from, end, record -> {
            refold.take(record);
            progress.accept(record.position().offset() + 1);
        });
        log.replay(Topics.DECISIONS.topic(), partition, 0, Long.MAX_VALUE, refold::compare);
        return refold;
    }

    private void take(LogRecord record) {
        mark = Optional.of(LogMark.of(topicId, record));
        record.region().ifPresent(region -> take(region, record));
    }

    private void take(Region region, LogRecord record) {
        RegionFold before = folds.get(region);
        if (before == null) {
            before = RegionFold.of(RegionView.empty(new LogId(topicId.toString()), region));
        }
        LogEntry entry = commands.decode(record.position(), record.value());
        RegionFold.Taken taken = before.take(entry);
        folds.put(region, taken.after());
        SortedMap<Position, byte[]> records = held.computeIfAbsent(region, none -> new TreeMap<>());
        if (taken.after().holds(entry)) {
            records.put(record.position(), record.value());
        }
        taken.released().forEach(records::remove);
    }

    private void compare(LogRecord record) {
        Decoding<Decision> decoding = decisions.decode(record.value());
        record.region().ifPresent(region -> compare(region, record.position(), decoding));
        if (decoding instanceof Decoding.Decoded<Decision>) {
            decidedElsewhere = decidedElsewhere.or(() -> AddedPartitions.decidedElsewhere(record));
        }
    }

    private void compare(Region region, Position position, Decoding<Decision> decoding) {
        if (decoding instanceof Decoding.Decoded<Decision> decoded) {
            decided.put(region, decoded.value().chain());
            unread.remove(region);
        } else {
            unread.put(region, "at " + position + ": " + decoding.problem().orElseThrow());
        }
    }

    Map<Region, RegionFold> folds() {
        return folds;
    }

    /** For each region, the records that are held, by their position. */
    Map<Region, SortedMap<Position, byte[]>> held() {
        return held;
    }

    /** What stands at the last offset that was folded; empty if none was. */
    Optional<LogMark> mark() {
        return mark;
    }

    /**
     * Why this is not what was decided, if so: the last recorded decision of a region has another head of the chain, or
     * there are decisions of regions that are at home elsewhere. Of a region that has decided nothing since what is
     * known of the log before, there may be none: they may be cut with the log. Where the last one cannot be read, that
     * is the reason.
     */
    Optional<String> contradiction() {
        if (decidedElsewhere.isPresent()) {
            return decidedElsewhere;
        }
        for (RegionFold fold : folds.values()) {
            RegionView view = fold.view();
            Sha256 head = view.chain().head();
            Sha256 recorded = decided.get(view.region());
            boolean isAsItBegan = recorded == null && head.equals(begun.get(view.region()));
            if (unread.containsKey(view.region())) {
                return Optional.of("the last decision of region " + view.region() + " in " + Topics.DECISIONS.topic()
                        + " cannot be read, so what is folded from the log cannot be compared with it: "
                        + unread.get(view.region()));
            }
            if (view.recent().count() > 0 && !isAsItBegan && !head.equals(recorded)) {
                return Optional.of("folded from the log, region " + view.region()
                        + " comes to a chain of decisions that ends in "
                        + head + " at " + view.position() + ", but the last one in "
                        + Topics.DECISIONS.topic() + (recorded == null ? " is missing" : " ends in " + recorded));
            }
        }
        return Optional.empty();
    }
}
