package dev.berth.api.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all answers that are made but that clients have not read yet. The last one may exceed the bound,
 * so that an answer of any length can be sent when others hold little. Short answers always fit, so that an error can
 * be sent when there is no room. Any thread.
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
                .description("answers given up because those that clients have not read yet held too much memory")
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
