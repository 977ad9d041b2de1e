package dev.berth.api.auth.keystone;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves. */
final class TestingClock implements KeystoneClock {
    private static final long START_MS = Instant.parse("2030-01-01T00:00:00Z").toEpochMilli();

    private final AtomicLong passedMs = new AtomicLong();

    @Override
    public long wallMs() {
        return START_MS + passedMs.get();
    }

    /** It wraps round early on, as it may in truth. */
    @Override
    public long nanos() {
        return Long.MAX_VALUE - Duration.ofSeconds(30).toNanos() + passedMs.get() * 1_000_000;
    }

    void pass(Duration time) {
        passedMs.addAndGet(time.toMillis());
    }

    String in(Duration time) {
        return Instant.ofEpochMilli(wallMs()).plus(time).toString();
    }
}
