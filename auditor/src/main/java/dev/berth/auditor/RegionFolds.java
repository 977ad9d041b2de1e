package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** The regions of one partition, folded again from the records of their log. For one thread. */
final class RegionFolds {
    private final CommandCodec codec;
    private final LogId log;
    private final TreeMap<Region, RegionFold> folds = new TreeMap<>();

    /**
     * @param log which log is read, for the chain of decisions begins with it
     */
    RegionFolds(CommandCodec codec, LogId log) {
        this.codec = codec;
        this.log = log;
    }

    /** The fold's step for a record of the log; empty for a foreign one. */
    Optional<ImmutableList<Decision>> take(LogRecord message) {
        return message.region().map(region -> take(region, entry(message)).decisions());
    }

    LogEntry entry(LogRecord message) {
        return codec.decode(message.position(), message.value());
    }

    /**
     * A region in the middle of the commands that a record released: after this many of them are decided.
     *
     * @param before the fold before the record
     */
    RegionFold upTo(RegionFold before, LogRecord message, long decided) {
        RegionFold fold = before.take(entry(message), 0).after();
        while (fold.isBehind() && fold.view().recent().count() < decided) {
            fold = fold.proceed(1).after();
        }
        return fold;
    }

    /** The fold's step for the next entry of a region's log. */
    RegionFold.Taken take(Region region, LogEntry entry) {
        RegionFold.Taken taken = fold(region).take(entry);
        folds.put(region, taken.after());
        return taken;
    }

    /** The fold of a region as far as its log was read; the empty one of a region that is not in it. */
    RegionFold fold(Region region) {
        return folds.getOrDefault(region, RegionFold.of(RegionView.empty(log, region)));
    }

    Collection<Region> regions() {
        return ImmutableList.copyOf(folds.keySet());
    }
}
