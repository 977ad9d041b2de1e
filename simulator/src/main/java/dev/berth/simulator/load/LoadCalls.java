package dev.berth.simulator.load;

import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.simulator.workload.Limit;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What all connections of a load share: the line to the service, the clock and the counts. One thread only. */
final class LoadCalls {
    /** What may have become of a request. */
    enum Outcome {
        DONE,
        /** The service says when to try again. */
        PUT_OFF,
        LOST,
        UNEXPECTED
    }

    /** The outcome, with the answer that it was read from; an empty one if none came. */
    record Called(Outcome outcome, PlacementAnswer answer) {}

    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final Duration AFTER_LOST = Duration.ofMillis(100);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final PlacementClient client;
    private final Limit limit;
    private final LoadCounts counts;
    private final BooleanSupplier isStopped;
    private final long startNanos = System.nanoTime();
    private long claimsBegun;

    LoadCalls(PlacementClient client, Limit limit, LoadCounts counts, BooleanSupplier isStopped) {
        this.client = client;
        this.limit = limit;
        this.counts = counts;
        this.isStopped = isStopped;
    }

    /** Takes one of the claims that are left to be made; false if none is, time is up, or all is stopped. */
    boolean beginsAnother() {
        if (isOver()) {
            return false;
        }
        claimsBegun++;
        return true;
    }

    /** Whether nothing more is to be claimed, nor read beside. */
    boolean isOver() {
        return isStopped.getAsBoolean() || claimsBegun >= limit.claims() || isTimeUp();
    }

    private boolean isTimeUp() {
        return elapsed().compareTo(limit.time()) >= 0;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    double share() {
        return limit.share(Math.min(counts.doneOf(LoadKind.CLAIM), limit.claims()), elapsed());
    }

    /** Sends, times and judges. Never fails. */
    void send(LoadKind kind, PlacementRequest request, Consumer<Called> next) {
        long sentNanos = System.nanoTime();
        client.send(request)
                .otherwise(failure -> new PlacementAnswer(0, Buffer.buffer(String.valueOf(failure))))
                .onSuccess(answer -> {
                    Outcome outcome = outcome(kind, answer);
                    long took = System.nanoTime() - sentNanos;
                    switch (outcome) {
                        case DONE -> counts.done(kind, took);
                        case PUT_OFF -> counts.putOff(kind, took);
                        case LOST -> counts.lost(kind);
                        case UNEXPECTED -> counts.unexpected(kind, answer);
                    }
                    next.accept(new Called(outcome, answer));
                });
    }

    private static Outcome outcome(LoadKind kind, PlacementAnswer answer) {
        if (kind.isDone(answer.status())) {
            return Outcome.DONE;
        }
        boolean isBusy = answer.status() == TOO_MANY || answer.status() == UNAVAILABLE;
        if (isBusy && answer.retryAfter().isPresent()) {
            return Outcome.PUT_OFF;
        }
        return answer.status() == 0 || answer.status() >= SERVER_ERROR ? Outcome.LOST : Outcome.UNEXPECTED;
    }

    /**
     * Goes on as the answer asks for: at once, or after the time that it says, more or less, so that those who were put
     * off together do not come back together.
     */
    void goOn(Called called, SplittableRandom random, Runnable next) {
        switch (called.outcome()) {
            case DONE, UNEXPECTED -> next.run();
            case PUT_OFF -> {
                long ms = called.answer().retryAfter().orElse(AFTER_LOST).toMillis();
                after(Duration.ofMillis(ms / 2 + random.nextLong(ms + 1)), next);
            }
            case LOST -> after(AFTER_LOST, next);
        }
    }

    /** Waits until then, but a second at most once nothing more is to be claimed. */
    void await(long dueNanos, Runnable next) {
        long left = dueNanos - System.nanoTime();
        if (left <= 0 || isOver()) {
            next.run();
        } else {
            after(Duration.ofNanos(Math.min(left, LOOK_NANOS)), () -> await(dueNanos, next));
        }
    }

    void complain(String complaint) {
        counts.complain(complaint);
    }

    private void after(Duration delay, Runnable next) {
        client.after(delay, next);
    }
}
