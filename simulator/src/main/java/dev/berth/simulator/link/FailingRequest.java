package dev.berth.simulator.link;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Nth request of a kind, counted over the links that share this, whose connection breaks: once. Thread-safe.
 */
public final class FailingRequest {
    private final KafkaRequest kind;
    private final Moment moment;
    private final AtomicInteger left;

    /** When the connection breaks. */
    public enum Moment {
        /** Before the broker has the request. */
        BEFORE,
        /** Once the broker has it, and before the client has the answer. */
        AFTER
    }

    public FailingRequest(KafkaRequest kind, Moment moment, int nth) {
        this.kind = kind;
        this.moment = moment;
        this.left = new AtomicInteger(nth);
    }

    /** Whether this request is the one. */
    boolean isIt(int key) {
        return key == kind.key() && left.get() > 0 && left.decrementAndGet() == 0;
    }

    /** Whether it has come. */
    public boolean isDone() {
        return left.get() <= 0;
    }

    Moment moment() {
        return moment;
    }
}
