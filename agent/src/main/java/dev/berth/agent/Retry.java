package dev.berth.agent;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When what did not help is tried again: after 15 seconds, then after twice as long each time, up to ten minutes. What
 * is something else is tried at once. For one thread.
 */
final class Retry<T> {
    private static final long FIRST_NS = Duration.ofSeconds(15).toNanos();
    private static final long LONGEST_NS = Duration.ofMinutes(10).toNanos();

    private Optional<T> tried = Optional.empty();
    private long delayNs;
    private long againNs;

    /** Whether this was not tried yet, or long enough ago. */
    boolean isDue(T what, long nowNs) {
        return !tried.equals(Optional.of(what)) || nowNs - againNs >= 0;
    }

    /** It is being tried. */
    void trying(T what, long nowNs) {
        delayNs = Objects.equals(tried, Optional.of(what)) ? Math.min(2 * delayNs, LONGEST_NS) : FIRST_NS;
        tried = Optional.of(what);
        againNs = nowNs + delayNs;
    }

    /** There is nothing to try any more. */
    void reset() {
        tried = Optional.empty();
    }
}
