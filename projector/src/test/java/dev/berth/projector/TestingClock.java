package dev.berth.projector;

import java.time.Duration;

/** Two clocks that go where a test sends them. */
final class TestingClock implements LeaseClock {
    private long monotonicNs = Duration.ofHours(1).toNanos();
    private long wallMs = 1_800_000_000_000L;

    @Override
    public long monotonicNs() {
        return monotonicNs;
    }

    @Override
    public long wallMs() {
        return wallMs;
    }

    /** Time goes by, for both. */
    TestingClock pass(Duration time) {
        monotonicNs += time.toNanos();
        wallMs += time.toMillis();
        return this;
    }

    /** The wall clock is set, or goes on while the machine is suspended. */
    void setWall(Duration ahead) {
        wallMs += ahead.toMillis();
    }
}
