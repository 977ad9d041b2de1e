package dev.berth.auditor;

import java.time.Duration;

/** Waits in small steps for something that another process does, and not for ever. For one thread. */
final class Patience {
    private static final long STEP_MS = 50;

    private final long untilNs;

    Patience(Duration patience) {
        untilNs = System.nanoTime() + patience.toNanos();
    }

    /** Waits a little, unless the patience has run out. */
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
