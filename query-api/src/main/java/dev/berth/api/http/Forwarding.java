package dev.berth.api.http;

import dev.berth.api.problem.ProblemException;
import dev.berth.api.sender.Senders;
import dev.berth.events.model.Region;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.OptionalInt;

/** Has each request served where its region is. Called on event loops, so it must not block. */
public interface Forwarding {
    /**
     * How an instance tells another the id of a request that it passes on, so that both and the answer call it the
     * same.
     */
    String REQUEST_ID = Senders.REQUEST_ID;

    /** For an instance that keeps every region. */
    Forwarding NONE = new Forwarding() {
        @Override
        public boolean isHere(Region region) {
            return true;
        }

        @Override
        public Future<OptionalInt> forward(Region region, HttpServerRequest request, String requestId) {
            throw new IllegalStateException("expected every region to be here but was asked to forward " + region);
        }
    };

    /** How this instance names itself, if it has a name. */
    default Optional<String> instance() {
        return Optional.empty();
    }

    /** Whether this instance serves the region now; asked for each request. */
    boolean isHere(Region region);

    /**
     * Has a request served elsewhere. Completes with the status that it was answered with, or with none if the region
     * has come here meanwhile and the request is to be served after all. Fails with a {@link ProblemException} if
     * nobody can serve it now.
     *
     * @param request paused, nothing of its body read
     * @param requestId names the request, in both instances
     */
    Future<OptionalInt> forward(Region region, HttpServerRequest request, String requestId);

    /**
     * Passes nothing on any more: whoever waits for the answer of another instance is told what may have come of the
     * request.
     */
    default void close() {}
}
