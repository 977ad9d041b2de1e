package dev.berth.api.trace;

import dev.berth.events.command.Sent;
import dev.berth.events.model.Region;
import dev.berth.projector.CommandWatch.Passage;
import io.vertx.core.MultiMap;
import java.util.Optional;

/** What is told of one request to whoever follows it through several services. Any thread. */
public interface RequestTrace {
    /** Of a request that nobody follows. */
    RequestTrace NONE = new RequestTrace() {
        @Override
        public Optional<String> id() {
            return Optional.empty();
        }

        @Override
        public Passage command(Region region, Sent sent) {
            return Passage.UNSEEN;
        }

        @Override
        public void passOn(MultiMap headers) {}

        @Override
        public void ended(Optional<String> route, int status) {}
    };

    /** The id of the trace, 32 hex digits; empty if nobody follows the request. */
    Optional<String> id();

    /** A command that the request submits: to be told how it fares. */
    Passage command(Region region, Sent sent);

    /** Puts into headers what another instance has to know to go on with the trace. */
    void passOn(MultiMap headers);

    /**
     * The request was answered, or its client has gone. Called once.
     *
     * @param route the path's template; empty if none was found
     */
    void ended(Optional<String> route, int status);
}
