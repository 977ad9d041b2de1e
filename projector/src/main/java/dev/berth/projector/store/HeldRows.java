package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Position;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import io.vavr.collection.Queue;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** A region's stop, and the records at it and behind it, as rows have them. For one thread. */
final class HeldRows {
    private final CommandCodec commands;
    private final TreeMap<Position, LogEntry> records = new TreeMap<>();
    private Optional<RowValue.Stop> stop = Optional.empty();

    HeldRows(CommandCodec commands) {
        this.commands = commands;
    }

    /** Those of a fold. */
    static HeldRows of(RegionFold fold, CommandCodec commands) {
        HeldRows held = new HeldRows(commands);
        fold.stop().ifPresent(at -> {
            held.stop = Optional.of(new RowValue.Stop(at.position(), at.reason()));
            held.records.put(at.position(), at.entry());
        });
        fold.waiting()
                .filter(entry -> !fold.passed().contains(entry.position()))
                .forEach(entry -> held.records.put(entry.position(), entry));
        return held;
    }

    /** The row of the stop; null if there is none. */
    void stop(byte[] value) {
        stop = Optional.ofNullable(value).map(RowValue::stop);
    }

    /** The row of a held record; null if it was deleted. */
    void record(Bytes key, byte[] value) {
        if (value == null) {
            long offset = RowKey.offset(key);
            records.keySet().removeIf(position -> position.offset() == offset);
        } else {
            RowValue.Held held = RowValue.held(value);
            records.put(held.position(), commands.decode(held.position(), held.raw()));
        }
    }

    /** The fold of which these are the rows. */
    RegionFold fold(RegionView view) {
        Queue<LogEntry> waiting = Queue.empty();
        Optional<RegionStop> stopped = Optional.empty();
        for (LogEntry entry : records.values()) {
            if (stop.isPresent() && stop.get().position().equals(entry.position())) {
                stopped = Optional.of(new RegionStop(entry, stop.get().reason()));
            } else {
                waiting = waiting.enqueue(entry);
            }
        }
        if (stop.isPresent() && stopped.isEmpty()) {
            throw new UnreadableRowException("expected the record at which region " + view.region() + " has stopped, "
                    + stop.get().position() + ", but there is none");
        }
        return RegionFold.of(view, stopped, waiting);
    }
}
