package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionReplay;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** The regions of one partition, folded again from the records of their log. For one thread. */
final class RegionFolds {
    private final CommandCodec codec;
    private final LogId log;
    private final TreeMap<Region, RegionReplay> folds = new TreeMap<>();

    /** The bytes of the records at which regions have stopped, and of those that wait behind them. */
    private final TreeMap<Region, SortedMap<Position, byte[]>> held = new TreeMap<>();

    /**
     * @param log which log is read, for the chain of decisions begins with it
     * @param begin what the regions come to where reading begins
     */
    RegionFolds(CommandCodec codec, LogId log, PartitionState begin) {
        this.codec = codec;
        this.log = log;
        begin.folds().forEach((region, fold) -> folds.put(region, fold.replay()));
        begin.held().forEach((region, records) -> held.put(region, new TreeMap<>(records)));
    }

    /**
     * A region in the middle of the commands that a record released: after this many of them are decided.
     *
     * @param before the fold before the record
     */
    RegionFold upTo(RegionFold before, LogRecord message, long decided) {
        RegionFold fold = before.take(codec.decode(message.position(), message.value()), 0)
                .after();
        while (fold.isBehind() && fold.view().recent().count() < decided) {
            fold = fold.proceed(1).after();
        }
        return fold;
    }

    /**
     * Takes the next entry of a region's log, and gives what was decided by it.
     *
     * @param raw the bytes of its record; null if it has none
     */
    ImmutableList<Decision> take(Region region, LogEntry entry, byte[] raw) {
        RegionReplay replay = folds.computeIfAbsent(region, name -> empty(name).replay());
        ImmutableList<Decision> decided = replay.take(entry);
        if (replay.holds(entry)) {
            held.computeIfAbsent(region, none -> new TreeMap<>()).put(entry.position(), raw);
        }
        SortedMap<Position, byte[]> records = held.get(region);
        if (records != null) {
            replay.released().forEach(records::remove);
            if (records.isEmpty()) {
                held.remove(region);
            }
        }
        return decided;
    }

    /** What the regions come to at a place, up to which all was taken. */
    PartitionState state(PartitionPlace place) {
        return new PartitionState(place, folds(), ImmutableSortedMap.copyOfSorted(held));
    }

    /** The fold of a region as far as its log was read; the empty one of a region that is not in it. */
    RegionFold fold(Region region) {
        RegionReplay known = folds.get(region);
        return known == null ? empty(region) : known.fold();
    }

    /** All regions as far as their log was read. */
    ImmutableSortedMap<Region, RegionFold> folds() {
        return ImmutableSortedMap.copyOfSorted(Maps.transformValues(folds, RegionReplay::fold));
    }

    private RegionFold empty(Region region) {
        return RegionFold.of(RegionView.empty(log, region));
    }

    Collection<Region> regions() {
        return ImmutableList.copyOf(folds.keySet());
    }
}
