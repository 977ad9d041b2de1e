package dev.berth.projector;

import dev.berth.events.model.Printable;
import java.time.Duration;
import java.util.Optional;

/**
 * The failures of stream threads. One that fails is replaced, and the service counts as running meanwhile; where one
 * after the other fails it runs and does nothing, which has to be said. Thread-safe.
 */
final class ThreadFailures {
    static final int MANY = 3;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private final RepeatCounter failures = new RepeatCounter(MANY, WINDOW);
    private volatile String cause = "";

    void add(Throwable failure, long nowNs) {
        Throwable root = failure;
        for (int i = 0; i < 20 && root.getCause() != null; i++) {
            root = root.getCause();
        }
        cause = Printable.of(root);
        failures.add(nowNs);
    }

    /** Says that threads fail again and again, and why the last one did; empty if they do not. */
    Optional<String> fault(long nowNs) {
        return failures.isMany(nowNs)
                ? Optional.of("Stream threads have failed " + MANY + " times within " + WINDOW.toMinutes()
                        + " minutes, the last one with " + cause + ".")
                : Optional.empty();
    }

    /** Why the last one failed, if that was lately; one alone is enough to say why something is not served yet. */
    Optional<String> latest(long nowNs) {
        return failures.isRecent(nowNs)
                ? Optional.of("The last stream thread failed with " + cause + ".")
                : Optional.empty();
    }
}
