package dev.berth.api.auth;

import io.vertx.core.Future;

/** Finds out who calls. Called on event loops, so it must not block. */
public interface Authentication extends AutoCloseable {
    /** Its name in options and on the ready line. */
    String name();

    /**
     * Who calls. Complete at once where that is known already. Never fails: what cannot be found out is an
     * {@link Identity}, too.
     */
    Future<Identity> identify(Credentials credentials);

    /** Closes its connections. */
    @Override
    default void close() {}
}
