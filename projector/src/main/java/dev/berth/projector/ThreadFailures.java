package dev.berth.projector;

import dev.berth.events.model.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The failures of stream threads. One that fails is replaced, and the service counts as running meanwhile; where one
 * after the other fails it runs and does nothing, which has to be said. Thread-safe.
 */
final class ThreadFailures {
    static final int MANY = 3;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private final RepeatCounter failures = new RepeatCounter(MANY, WINDOW);
    private final LongAdder count = new LongAdder();
    private volatile String cause = "";

    /** Why they fail, where that is known better than from what they throw. */
    private volatile Optional<String> explanation = Optional.empty();

    void add(Throwable failure, long nowNs) {
        Throwable root = failure;
        for (int i = 0; i < 20 && root.getCause() != null; i++) {
            root = root.getCause();
        }
        cause = Printable.of(root);
        failures.add(nowNs);
        count.increment();
    }

    /** How many there were since the start. */
    long count() {
        return count.sum();
    }

    /** Has a reason given for all failures from now on, in place of what is thrown. */
    void explain(String why) {
        explanation = Optional.of(why);
    }

    private String reason() {
        return explanation.orElseGet(() -> "The last one failed with " + cause + ".");
    }

    /** Says that threads fail again and again, and why the last one did; empty if they do not. */
    Optional<String> fault(long nowNs) {
        return failures.isMany(nowNs)
                ? Optional.of("Stream threads have failed " + MANY + " times within " + WINDOW.toMinutes()
                        + " minutes. " + reason())
                : Optional.empty();
    }

    /** Why the last one failed, if that was lately; one alone is enough to say why something is not served yet. */
    Optional<String> latest(long nowNs) {
        return failures.isRecent(nowNs)
                ? explanation.or(() -> Optional.of("The last stream thread failed with " + cause + "."))
                : Optional.empty();
    }
}
