package dev.berth.projector;

import dev.berth.events.model.Printable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The failures of stream threads. One that fails is replaced, and the service counts as running meanwhile; where one
 * after the other fails it runs and does nothing, which has to be said. Thread-safe.
 */
final class ThreadFailures {
    static final int MANY = 3;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private final ArrayDeque<Long> latestNs = new ArrayDeque<>();
    private String cause = "";

    synchronized void add(Throwable failure, long nowNs) {
        latestNs.addLast(nowNs);
        if (latestNs.size() > MANY) {
            latestNs.removeFirst();
        }
        Throwable root = failure;
        for (int i = 0; i < 20 && root.getCause() != null; i++) {
            root = root.getCause();
        }
        cause = Printable.of(root);
    }

    /** That threads fail again and again, and why the last one did; empty if they do not. */
    synchronized Optional<String> fault(long nowNs) {
        boolean isMany = latestNs.size() == MANY && nowNs - latestNs.getFirst() < WINDOW.toNanos();
        return isMany
                ? Optional.of("Stream threads have failed " + MANY + " times within " + WINDOW.toMinutes()
                        + " minutes, the last one with " + cause + ".")
                : Optional.empty();
    }
}
