package dev.berth.api.auth;

import io.vertx.core.Future;

/** Finds out who calls. Called on event loops, so it must not block. */
public interface Authentication extends AutoCloseable {
    /** How it is called, in options and on the ready line. */
    String name();

    /**
     * Who calls. Complete at once where that is known already. Never fails: what cannot be found out is an
     * {@link Identity}, too.
     */
    Future<Identity> identify(Credentials credentials);

    /** Lets go of what it asks. */
    @Override
    default void close() {}
}
