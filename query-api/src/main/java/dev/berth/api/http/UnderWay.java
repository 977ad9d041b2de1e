package dev.berth.api.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests that are under way, so that a server that stops can answer them first. Once it is told to stop,
 * no new request about a region is accepted. Any thread.
 */
final class UnderWay {
    private static final int LOOK_MS = 10;

    /** How long no request must have begun or ended before the last answer counts as delivered. */
    private static final long QUIET_NS = Duration.ofMillis(250).toNanos();

    /** How long clients that keep sending requests are told to close their connections. */
    private static final long FAREWELL_NS = Duration.ofSeconds(2).toNanos();

    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean isLast;
    private volatile boolean isStopping;
    private volatile long latestNs = System.nanoTime() - QUIET_NS;

    void begin() {
        count.incrementAndGet();
        if (isStopping) {
            latestNs = System.nanoTime();
        }
    }

    void end() {
        count.decrementAndGet();
        if (isStopping) {
            latestNs = System.nanoTime();
        }
    }

    /** Has clients told to close their connections from now on. */
    void sayFarewell() {
        isLast = true;
    }

    /** Whether each answer is the last on its connection. */
    boolean isLast() {
        return isLast;
    }

    void stop() {
        isLast = true;
        isStopping = true;
    }

    boolean isStopping() {
        return isStopping;
    }

    /**
     * Waits until every request is answered, and until clients have stopped sending or had time to learn that they
     * should.
     *
     * @return whether all were answered within the timeout
     */
    boolean await(Duration timeout) throws InterruptedException {
        long beginNs = System.nanoTime();
        while (count.get() > 0 || !isQuiet(beginNs)) {
            if (System.nanoTime() - beginNs > timeout.toNanos()) {
                return count.get() == 0;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        return true;
    }

    private boolean isQuiet(long beginNs) {
        long nowNs = System.nanoTime();
        return nowNs - latestNs >= QUIET_NS || nowNs - beginNs >= FAREWELL_NS;
    }
}
