package dev.berth.api.forward;

import dev.berth.api.http.Forwarding;
import dev.berth.api.http.IdempotencyKey;
import dev.berth.api.problem.Problem;
import dev.berth.api.sender.Senders;
import dev.berth.events.model.Region;
import dev.berth.projector.Address;
import dev.berth.projector.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Passes a request on to the region's owner, once: a request that was passed on before is served here or not at all.
 * While instances change places requests wait a little, for most such changes are over in a second or two.
 */
public final class OwnerForwarding implements Forwarding {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MS = 20;
    private static final long CALL_AGAIN_MS = 200;

    /** How many requests may wait at a time for a region to find its owner; all others are answered at once. */
    private static final int WAITING_MAX = 1_000;

    private static final String STOPPING = "this instance is being stopped";

    private final Vertx vertx;
    private final Function<Region, Owner> owners;
    private final Predicate<Address> isLeaving;
    private final Relay relay;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean isClosed;
    private final String instance;

    /** Of peers none of which ever leaves. */
    public OwnerForwarding(Vertx vertx, Function<Region, Owner> owners, String instance, Senders senders) {
        this(vertx, owners, address -> false, instance, senders);
    }

    /**
     * @param owners who serves a region now
     * @param isLeaving whether a peer hands over what it keeps, so that requests are better held than passed on
     * @param instance this instance's name in requests that it passes on
     * @param senders knows which connections come from peers
     */
    public OwnerForwarding(
            Vertx vertx,
            Function<Region, Owner> owners,
            Predicate<Address> isLeaving,
            String instance,
            Senders senders) {
        this.vertx = vertx;
        this.owners = owners;
        this.isLeaving = isLeaving;
        this.relay = new Relay(vertx, instance, senders);
        this.instance = instance;
    }

    @Override
    public Optional<String> instance() {
        return Optional.of(instance);
    }

    @Override
    public boolean isHere(Region region) {
        return owners.apply(region).equals(Owner.HERE);
    }

    @Override
    public Future<OptionalInt> forward(Region region, HttpServerRequest request, String requestId) {
        Passage passage = new Passage(region, request, requestId);
        passage.begin();
        return passage.end.future();
    }

    @Override
    public void close() {
        isClosed = true;
        relay.close();
    }

    /** One request's way to its region. */
    private final class Passage {
        private final Region region;
        private final HttpServerRequest request;
        private final String requestId;
        private final long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        private final Promise<OptionalInt> end = Promise.promise();

        Passage(Region region, HttpServerRequest request, String requestId) {
            this.region = region;
            this.request = request;
            this.requestId = requestId;
        }

        void begin() {
            orFail(this::look);
        }

        /** Nobody else would answer what waits here: what is thrown in a timer or a handler is only logged. */
        private void orFail(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                end.tryFail(e);
            }
        }

        private void look() {
            if (isClosed) {
                fail(STOPPING);
                return;
            }
            if (request.response().closed()) {
                fail("whoever asked has gone");
                return;
            }
            Owner owner = owners.apply(region);
            if (owner instanceof Owner.At at && isLeaving.test(at.address())) {
                lookAgain(LOOK_AGAIN_MS, "its owner at " + at.address() + " is being stopped and hands it over");
            } else if (owner instanceof Owner.At at) {
                pass(at.address());
            } else if (owner instanceof Owner.Nobody nobody) {
                lookAgain(LOOK_AGAIN_MS, nobody.reason());
            } else {
                end.complete(OptionalInt.empty());
            }
        }

        private void pass(Address owner) {
            String sender = request.getHeader(Senders.FORWARDED_BY);
            if (sender != null) {
                fail(sender + " passed this request on to an instance that does not keep the region, but knows it at "
                        + owner + "; a request is passed on once");
                return;
            }
            relay.connect(owner, request)
                    .onFailure(unreachable -> unreachable(owner, unreachable))
                    .onSuccess(call -> orFail(() -> relay.pass(call, request, requestId)
                            .onSuccess(status -> end.complete(OptionalInt.of(status)))
                            .onFailure(broken -> unanswered(owner, broken))));
        }

        private void unreachable(Address owner, Throwable failure) {
            if (failure instanceof UntrustedPeerException) {
                fail("its owner at " + owner + " is not trusted: " + failure.getMessage());
            } else {
                lookAgain(CALL_AGAIN_MS, "its owner at " + owner + " " + whyNot(failure));
            }
        }

        private static String whyNot(Throwable failure) {
            if (failure instanceof ConnectionPoolTooBusyException) {
                return "is asked too much: too many requests wait for a connection to it";
            }
            // It may as well be that each connection there may be is in use.
            return failure instanceof TimeoutException
                    ? "had no connection free in time, nor could another be made"
                    : "cannot be reached: " + failure.getMessage();
        }

        private void unanswered(Address owner, Throwable broken) {
            if (request.method().equals(HttpMethod.GET)) {
                lookAgain(CALL_AGAIN_MS, "its owner at " + owner + " did not answer: " + broken.getMessage());
            } else {
                end.fail(Problem.perhapsAppended(
                                "Region " + region + ": its owner at " + owner
                                        + " took this request but did not answer (" + broken.getMessage() + ").",
                                IdempotencyKey.sendAgain(request.headers().contains(IdempotencyKey.HEADER)))
                        .exception());
            }
        }

        private void lookAgain(long waitMs, String reason) {
            if (isClosed || System.nanoTime() > deadlineNs || waiting.get() >= WAITING_MAX) {
                fail(isClosed ? STOPPING : reason);
                return;
            }
            waiting.incrementAndGet();
            vertx.setTimer(waitMs, timer -> {
                waiting.decrementAndGet();
                orFail(this::look);
            });
        }

        /** Nobody was given the request. */
        private void fail(String reason) {
            String detail = "Region " + region + " cannot be served now: " + reason + ".";
            Problem problem =
                    request.method().equals(HttpMethod.GET) ? Problem.notServed(detail) : Problem.notAppended(detail);
            end.fail(problem.exception());
        }
    }
}
