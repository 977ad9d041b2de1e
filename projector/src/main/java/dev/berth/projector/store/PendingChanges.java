package dev.berth.projector.store;

import dev.berth.events.model.Position;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.Touched;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What has changed in a region since its rows were written. For the stream thread. */
final class PendingChanges {
    private final RegionFold written;
    private final Touched touched = new Touched();
    private final Map<Long, byte[]> held = new HashMap<>();
    private final Set<Long> released = new HashSet<>();

    /**
     * @param written the fold that the rows say
     */
    PendingChanges(RegionFold written) {
        this.written = written;
    }

    RegionFold written() {
        return written;
    }

    Touched touched() {
        return touched;
    }

    /** The rows of records that are held from now on, by offset. */
    Map<Long, byte[]> held() {
        return held;
    }

    /** The offsets of records that are held no more. */
    Set<Long> released() {
        return released;
    }

    void hold(Position position, byte[] raw) {
        held.put(position.offset(), RowValue.held(position, raw));
    }

    void add(RegionFold.Taken taken) {
        touched.addAll(taken.touched());
        for (Position position : taken.released()) {
            held.remove(position.offset());
            released.add(position.offset());
        }
    }
}
