package dev.berth.simulator.load;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.CountText;
import dev.berth.events.model.ProviderId;
import dev.berth.simulator.load.LoadCalls.Called;
import dev.berth.simulator.load.LoadCalls.Outcome;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;

/**
 * One connection that claims and releases, again and again, or releases all of it once it is told to. What it claimed
 * is released in the end, unless the service does not say so for too long.
 */
final class ClaimingClient {
    private static final int CLIENT_ERROR = 400;

    private final LoadCalls calls;
    private final SplittableRandom random;
    private final List<ProviderId> providers;
    private final Function<ProviderId, Buffer> body;
    private final long periodNanos;
    private final Duration releaseTimeout;
    private final boolean isHeld;
    private final Queue<ConsumerId> held = new ArrayDeque<>();
    private final List<ConsumerId> unreleased = new ArrayList<>();
    private final Promise<Void> done = Promise.promise();
    private long dueNanos;

    /**
     * @param body what a claim from a provider says
     * @param periodNanos the time from the begin of a claim to that of the next; 0 for none
     * @param releaseTimeout for how long one release is tried again
     * @param isHeld whether to hold what is claimed until {@link #releaseHeld}
     */
    ClaimingClient(
            LoadCalls calls,
            SplittableRandom random,
            List<ProviderId> providers,
            Function<ProviderId, Buffer> body,
            long periodNanos,
            Duration releaseTimeout,
            boolean isHeld) {
        this.isHeld = isHeld;
        this.calls = calls;
        this.random = random;
        this.providers = providers;
        this.body = body;
        this.periodNanos = periodNanos;
        this.releaseTimeout = releaseTimeout;
    }

    /** Completes once time is up and everything is released that it claimed and does not hold. */
    Future<Void> run() {
        if (periodNanos == 0) {
            goOn();
        } else {
            // Not all at the same moment.
            dueNanos = System.nanoTime() + random.nextLong(periodNanos);
            calls.await(dueNanos, this::goOn);
        }
        return done.future();
    }

    private void goOn() {
        if (!calls.beginsAnother()) {
            done.complete();
            return;
        }
        ConsumerId consumer = new ConsumerId(new UUID(
                random.nextLong() & ~0xF000L | 0x4000L,
                random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L));
        ProviderId provider = providers.get(random.nextInt(providers.size()));
        PlacementRequest claim =
                new PlacementRequest(HttpMethod.PUT, path(consumer), Optional.of(body.apply(provider)));
        calls.send(LoadKind.CLAIM, claim, called -> {
            if (holdsNothing(called)) {
                calls.goOn(called, random, this::pace);
            } else {
                calls.goOn(called, random, () -> claimed(consumer));
            }
        });
    }

    private void claimed(ConsumerId consumer) {
        if (isHeld) {
            held.add(consumer);
            pace();
        } else {
            release(consumer, System.nanoTime(), this::pace);
        }
    }

    int held() {
        return held.size();
    }

    /** What the service did not say to be released, so far. */
    List<ConsumerId> unreleased() {
        return unreleased;
    }

    /** Releases everything that it holds, unless one release is given up; completes once that is done. */
    Future<Void> releaseHeld() {
        Promise<Void> released = Promise.promise();
        releaseNext(released);
        return released.future();
    }

    private void releaseNext(Promise<Void> released) {
        ConsumerId next = held.poll();
        if (next == null) {
            released.complete();
        } else {
            release(next, System.nanoTime(), () -> releaseNext(released));
        }
    }

    /**
     * A wrong answer that is no refusal may be given to what was done; so may a 503, unless its code says that it was
     * not.
     */
    private static boolean holdsNothing(Called called) {
        return called.outcome() == Outcome.UNEXPECTED && called.answer().status() >= CLIENT_ERROR
                || called.outcome() == Outcome.PUT_OFF && called.answer().isNotDone();
    }

    private void release(ConsumerId consumer, long firstNanos, Runnable next) {
        calls.send(LoadKind.RELEASE, PlacementRequest.delete(path(consumer)), called -> {
            boolean isOver = called.outcome() == Outcome.DONE || called.outcome() == Outcome.UNEXPECTED;
            boolean isGivenUp = !isOver && System.nanoTime() - firstNanos > releaseTimeout.toNanos();
            if (isGivenUp || called.outcome() == Outcome.UNEXPECTED) {
                unreleased.add(consumer);
            }
            if (isGivenUp) {
                calls.complain("consumer " + consumer + " may still hold what it claimed: its release was not answered"
                        + " for " + releaseTimeout.toSeconds() + " s");
            }
            if (isGivenUp && !held.isEmpty()) {
                calls.complain("so may " + CountText.of(held.size(), "other") + " of that client");
                unreleased.addAll(held);
                held.clear();
            }
            calls.goOn(called, random, isOver || isGivenUp ? next : () -> release(consumer, firstNanos, next));
        });
    }

    /** Waits until the next claim is due; one that is late begins at once, and those that were missed never do. */
    private void pace() {
        dueNanos = Math.max(dueNanos + periodNanos, System.nanoTime());
        calls.await(dueNanos, this::goOn);
    }

    private static String path(ConsumerId consumer) {
        return "/allocations/" + consumer;
    }
}
