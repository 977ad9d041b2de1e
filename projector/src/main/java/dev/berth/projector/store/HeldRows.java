package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import io.vavr.collection.Queue;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** The rows of a region's stop, and of the records at it and behind it. For one thread. */
final class HeldRows {
    private final TreeMap<Bytes, byte[]> records = new TreeMap<>();
    private byte[] stop;

    /** Takes those rows that are of its kind; null for one that is gone. */
    void put(Section section, Bytes key, byte[] value) {
        if (section == Section.STOP) {
            stop = value;
        } else if (section == Section.HELD && value == null) {
            records.remove(key);
        } else if (section == Section.HELD) {
            records.put(key, value);
        }
    }

    RegionFold fold(RegionView view, CommandCodec commands) {
        Queue<LogEntry> waiting = Queue.empty();
        Optional<RegionStop> stopped = Optional.empty();
        RowValue.Stop at = stop == null ? null : RowValue.stop(stop);
        for (byte[] row : records.values()) {
            RowValue.Held record = RowValue.held(row);
            LogEntry entry = commands.decode(record.position(), record.raw());
            if (at != null && at.position().equals(record.position())) {
                stopped = Optional.of(new RegionStop(entry, at.reason()));
            } else {
                waiting = waiting.enqueue(entry);
            }
        }
        if (at != null && stopped.isEmpty()) {
            throw new UnreadableRowException("expected the record at which region " + view.region() + " has stopped, "
                    + at.position() + ", but there is none");
        }
        return RegionFold.of(view, stopped, waiting);
    }
}
