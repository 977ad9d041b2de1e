package dev.berth.projector.store;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What has changed in a region since its rows were written. For the stream thread. */
final class PendingChanges {
    private final RegionFold written;
    private final Touched touched = new Touched();
    private final Set<ConsumerId> consumers = new LinkedHashSet<>();
    private RegionView ahead;
    private final Map<Long, byte[]> held = new HashMap<>();
    private final Set<Long> released = new HashSet<>();

    /**
     * @param written the fold that the rows say
     */
    PendingChanges(RegionFold written) {
        this.written = written;
        this.ahead = written.view();
    }

    RegionFold written() {
        return written;
    }

    Touched touched() {
        return touched;
    }

    /** The view that the rows of consumers and of remembered commands say, which are written ahead of the others. */
    RegionView ahead() {
        return ahead;
    }

    /** The consumers that have changed since {@link #ahead}. */
    Set<ConsumerId> consumers() {
        return Collections.unmodifiableSet(consumers);
    }

    void writtenAhead(RegionView now) {
        ahead = now;
        consumers.clear();
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
        consumers.addAll(taken.touched().consumers());
        for (Position position : taken.released()) {
            held.remove(position.offset());
            released.add(position.offset());
        }
    }
}
