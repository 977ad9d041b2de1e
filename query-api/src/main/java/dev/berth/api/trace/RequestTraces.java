package dev.berth.api.trace;

import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import dev.berth.projector.CommandWatch;
import io.vertx.core.http.HttpServerRequest;

/** Begins the traces of requests. Called on event loops, so it must be quick. Thread-safe. */
@FunctionalInterface
public interface RequestTraces {
    /** Follows no request, at no cost. */
    RequestTraces OFF = (request, requestId) -> RequestTrace.NONE;

    /** Has commands belong to the trace of the request that submits them. */
    CommandWatch OF_COMMANDS = new CommandWatch() {
        @Override
        public Passage begin(Region region, Sent sent) {
            return RequestScope.current().trace().command(region, sent);
        }

        @Override
        public void decided(Region region, Decision decision) {}
    };

    /** A request has come, on its event loop. */
    RequestTrace begin(HttpServerRequest request, String requestId);
}
