package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.command.Command;
import dev.berth.events.command.Envelope;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;
import dev.berth.events.model.Region;
import dev.berth.ledger.LogEntry;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionView;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** The regions of one partition, folded anew from the records of their log. For one thread. */
final class Refold {
    private final CommandCodec codec;
    private final TreeMap<Region, RegionFold> folds = new TreeMap<>();

    Refold(CommandCodec codec) {
        this.codec = codec;
    }

    /** What a record of the log comes to; empty for one whose key names no region. */
    Optional<ImmutableList<Decision>> take(LogRecord message) {
        return message.region().map(region -> {
            RegionFold.Taken taken = fold(region).take(entry(message));
            folds.put(region, taken.after());
            return taken.decisions();
        });
    }

    private LogEntry entry(LogRecord message) {
        Decoding<Command> decoding = codec.decode(message.value());
        return decoding instanceof Decoding.Decoded<Command> decoded
                ? new LogEntry.Readable(message.position(), new Envelope(decoded.value(), message.request()))
                : new LogEntry.Unreadable(message.position(), ((Decoding.Unreadable<Command>) decoding).reason());
    }

    /** The fold of a region as far as its log was read; the empty one of a region that is not in it. */
    RegionFold fold(Region region) {
        return folds.getOrDefault(region, RegionFold.of(RegionView.empty(region)));
    }

    Collection<Region> regions() {
        return ImmutableList.copyOf(folds.keySet());
    }
}
