package dev.berth.api.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that answers may take together that are made and that clients have not taken yet. The last one may be
 * longer than what is left, so that any can be had when others hold little; short ones always find room, so that it
 * can be said that there is none. Any thread.
 */
final class AnswerBudget {
    private static final int SHORT_BYTES = 4 * 1024;

    private final long bytesMax;
    private final AtomicLong held = new AtomicLong();
    private final Counter refused;

    AnswerBudget(long bytesMax, MeterRegistry meters) {
        this.bytesMax = bytesMax;
        Gauge.builder("berth.http.answers.bytes", held, AtomicLong::get)
                .description("bytes of answers that clients have not taken yet")
                .register(meters);
        refused = Counter.builder("berth.http.answers.refused")
                .description("answers given up because those that clients do not take had all the room")
                .register(meters);
    }

    /** Takes room for an answer; false if there is none, and then nothing is taken. */
    boolean take(long bytes) {
        if (held.getAndAdd(bytes) >= bytesMax && bytes > SHORT_BYTES) {
            held.addAndGet(-bytes);
            refused.increment();
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
