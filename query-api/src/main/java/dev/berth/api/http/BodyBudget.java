package dev.berth.api.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all request bodies together. A quarter of it is reserved for the first bytes of bodies, so that
 * short requests are served while others send long bodies that never end. Any thread.
 */
final class BodyBudget {
    /** How many bytes of a body count as its first ones. */
    static final int FIRST_BYTES = 64 * 1024;

    private final long firstMax;
    private final long furtherMax;
    private final AtomicLong first = new AtomicLong();
    private final AtomicLong further = new AtomicLong();
    private final Counter refused;

    BodyBudget(long bytesMax, MeterRegistry meters) {
        firstMax = bytesMax / 4;
        furtherMax = bytesMax - firstMax;
        Gauge.builder("berth.http.bodies.bytes", this, BodyBudget::taken)
                .description("bytes of bodies that are read or not yet answered")
                .register(meters);
        Gauge.builder("berth.http.bodies.bytes.max", () -> bytesMax)
                .description("how many bytes of bodies there may be")
                .register(meters);
        refused = Counter.builder("berth.http.bodies.refused")
                .description("requests refused because the bodies of others held too much memory")
                .register(meters);
    }

    private double taken() {
        return (double) first.get() + further.get();
    }

    /** A share for one body, which has taken nothing yet. */
    Share share() {
        return new Share();
    }

    /** What one body has taken. Not thread-safe, but threads may take turns. */
    final class Share {
        private long bytes;

        /** Takes room for some more of the body; false if there is none, and then nothing is taken. */
        boolean take(int more) {
            long moreFirst = Math.min(more, Math.max(0, FIRST_BYTES - bytes));
            long moreFurther = more - moreFirst;
            if (!add(first, moreFirst, firstMax)) {
                refused.increment();
                return false;
            }
            if (!add(further, moreFurther, furtherMax)) {
                first.addAndGet(-moreFirst);
                refused.increment();
                return false;
            }
            bytes += more;
            return true;
        }

        /** Gives back all that was taken; again nothing. */
        void giveBack() {
            long takenFirst = Math.min(bytes, FIRST_BYTES);
            first.addAndGet(-takenFirst);
            further.addAndGet(takenFirst - bytes);
            bytes = 0;
        }
    }

    private static boolean add(AtomicLong taken, long more, long max) {
        if (taken.addAndGet(more) > max && more > 0) {
            taken.addAndGet(-more);
            return false;
        }
        return true;
    }
}
