package dev.berth.agent.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends something that has taken too long, unless it is closed before. Java's timeouts are those of a single read, so a
 * byte now and then would hold a reader up for ever. A thread of its own waits while it is open.
 */
final class Deadline implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long atNs;

    private Deadline(Duration timeout) {
        this.atNs = System.nanoTime() + timeout.toNanos();
    }

    /** @param end may be called by another thread, once */
    static Deadline of(Duration timeout, Runnable end) {
        Deadline deadline = new Deadline(timeout);
        Thread waiting = new Thread(() -> deadline.await(end), "agent-deadline");
        waiting.setDaemon(true);
        waiting.start();
        return deadline;
    }

    private void await(Runnable end) {
        try {
            if (!closed.await(atNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                end.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isOver() {
        return System.nanoTime() - atNs >= 0;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
