package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import java.util.Optional;

/** Keeps what stood at the last offset of the log that was taken. For the stream thread. */
public interface LogMarkKeeper {
    /** Empty before the first. */
    Optional<LogMark> mark();

    /** This stands at the last offset that is taken now. */
    void mark(LogMark last);
}
