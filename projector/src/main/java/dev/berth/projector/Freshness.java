package dev.berth.projector;

import dev.berth.projector.LeaseClock.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Up to where the copies of this instance must go to hold everything that the log held at some moment, and how long ago
 * that was. The watch tells it, any thread may ask.
 */
final class Freshness {
    /** For how long after a question it is kept up to date. */
    private static final Duration WANTED_FOR = Duration.ofSeconds(10);

    private final ConcurrentMap<Integer, Known> byPartition = new ConcurrentHashMap<>();
    private final LeaseClock clock;
    private volatile Optional<Moment> wanted = Optional.empty();

    /**
     * What is known about a partition.
     *
     * @param end the offset after the last of the log that could be read
     * @param asOf a moment at which the log held nothing behind it
     */
    private record Known(long end, Moment asOf) {}

    Freshness(LeaseClock clock) {
        this.clock = clock;
    }

    /** A copy that holds all records before the offset holds all that could be read of the log at the moment. */
    void know(int partition, long end, Moment asOf) {
        byPartition.put(partition, new Known(end, asOf));
    }

    /**
     * How old what was read of a copy is at most, both clocks asked; empty if that is not known.
     *
     * @param next the offset after the last record that is in what was read before this was called
     */
    Optional<Duration> age(int partition, long next) {
        Known known = byPartition.get(partition);
        // Read before the clock, because the clock must not be older than the moment that it is compared with.
        return known == null || next < known.end()
                ? Optional.empty()
                : known.asOf().until(clock.now());
    }

    /** Somebody asks for reads of copies. */
    void want() {
        wanted = Optional.of(clock.now());
    }

    /** Whether somebody has asked recently. */
    boolean isWanted() {
        Optional<Moment> last = wanted;
        return last.isPresent() && last.get().isWithin(WANTED_FOR, clock.now());
    }
}
