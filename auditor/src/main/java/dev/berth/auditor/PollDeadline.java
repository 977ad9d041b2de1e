package dev.berth.auditor;

import java.time.Duration;

/** Waits in small steps, until a deadline, for something that another process does. For one thread. */
final class PollDeadline {
    private static final long STEP_MS = 50;

    private final long untilNs;

    PollDeadline(Duration timeout) {
        untilNs = System.nanoTime() + timeout.toNanos();
    }

    /** Waits a little, unless the deadline has passed. */
    boolean isLeft() {
        if (System.nanoTime() - untilNs >= 0) {
            return false;
        }
        try {
            Thread.sleep(STEP_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditFailedException("interrupted while waiting for the service", e);
        }
    }
}
