package dev.berth.projector;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Both clocks of the machine. The monotonic one never jumps but stands still while a virtual machine is suspended; the
 * other goes on then, but may be set. Thread-safe.
 */
interface LeaseClock {
    LeaseClock SYSTEM = new LeaseClock() {
        @Override
        public long monotonicNs() {
            return System.nanoTime();
        }

        @Override
        public long wallMs() {
            return System.currentTimeMillis();
        }
    };

    long monotonicNs();

    long wallMs();

    default Moment now() {
        return new Moment(monotonicNs(), wallMs());
    }

    /** A moment by both clocks. */
    record Moment(long monotonicNs, long wallMs) {
        /**
         * Whether the time until another moment is less than a term by both clocks. A clock that was set can only
         * make this false.
         */
        boolean isWithin(Duration term, Moment now) {
            long gone = now.monotonicNs - monotonicNs;
            long goneMs = now.wallMs - wallMs;
            return gone >= 0 && gone < term.toNanos() && goneMs >= 0 && goneMs < term.toMillis();
        }

        /** The time until another moment, by the clock that shows more; empty if a clock went back. */
        Optional<Duration> until(Moment now) {
            long gone = now.monotonicNs - monotonicNs;
            long goneMs = now.wallMs - wallMs;
            return gone < 0 || goneMs < 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(Math.max(gone, TimeUnit.MILLISECONDS.toNanos(goneMs))));
        }
    }
}
