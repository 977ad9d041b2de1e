package dev.berth.projector;

import dev.berth.events.model.Position;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How far each partition of the log has been taken since this instance started. Any thread. */
final class Progress {
    private final ConcurrentMap<Integer, Long> offsets = new ConcurrentHashMap<>();

    void processed(Position position) {
        offsets.put(position.partition(), position.offset());
    }

    /** The last offset taken of a partition; empty if none was since the start. */
    OptionalLong last(int partition) {
        Long offset = offsets.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
