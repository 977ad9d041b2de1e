package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionReplay;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.TreeMap;

/** The regions of one partition, folded again from the records of their log. For one thread. */
final class RegionFolds {
    private final CommandCodec codec;
    private final LogId log;
    private final TreeMap<Region, RegionReplay> folds = new TreeMap<>();

    /**
     * @param log which log is read, for the chain of decisions begins with it
     */
    RegionFolds(CommandCodec codec, LogId log) {
        this.codec = codec;
        this.log = log;
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

    /** Takes the next entry of a region's log, and gives what was decided by it. */
    ImmutableList<Decision> take(Region region, LogEntry entry) {
        return folds.computeIfAbsent(region, name -> empty(name).replay()).take(entry);
    }

    /** The fold of a region as far as its log was read; the empty one of a region that is not in it. */
    RegionFold fold(Region region) {
        RegionReplay known = folds.get(region);
        return known == null ? empty(region) : known.fold();
    }

    private RegionFold empty(Region region) {
        return RegionFold.of(RegionView.empty(log, region));
    }

    Collection<Region> regions() {
        return ImmutableList.copyOf(folds.keySet());
    }
}
