package dev.berth.ledger.history;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Position;
import java.util.Optional;

/**
 * The time in a region's log, which never goes back: the latest time of all records so far. Where the broker's clock
 * goes back, the records from there on count as taken at the latest time before. A command that had waited behind a
 * stopped record counts from the record that let it go on. For one thread.
 */
final class LogClock {
    private Optional<Position> first = Optional.empty();
    private Optional<Position> stepBack = Optional.empty();
    private long nowMs = Long.MIN_VALUE;

    /** Moves on to the region's next record. */
    void take(LogEntry entry) {
        Position position = entry.position();
        if (first.isEmpty()) {
            first = Optional.of(position);
        }
        if (position.timestampMs() < nowMs && stepBack.isEmpty()) {
            stepBack = Optional.of(position);
        }
        nowMs = Math.max(nowMs, position.timestampMs());
    }

    /** Milliseconds since the epoch; {@link Long#MIN_VALUE} before the first record. */
    long nowMs() {
        return nowMs;
    }

    /** The first record. */
    Optional<Position> first() {
        return first;
    }

    /** The first record that is older than one before it. */
    Optional<Position> stepBack() {
        return stepBack;
    }
}
