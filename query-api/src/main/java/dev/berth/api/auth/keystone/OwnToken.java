package dev.berth.api.auth.keystone;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token with which the service itself asks Keystone. It is renewed before it ends, by one request however many wait
 * for it, and after a failure not at once again: Keystone locks users out who fail too often. Any thread.
 */
final class OwnToken {
    private static final Logger LOG = LoggerFactory.getLogger(OwnToken.class);

    /** Without the catalogue, which nobody reads here. */
    private static final String PATH = "/auth/tokens?nocatalog";

    private static final int CREATED = 201;

    /** It is renewed this long before it ends, and used meanwhile. */
    private static final long RENEW_BEFORE_MS = 120_000;

    /** It is not used any more this long before it ends, for it has to hold until Keystone has read it. */
    private static final long USE_BEFORE_MS = 10_000;

    private static final long PAUSE_FIRST_MS = 500;
    private static final long PAUSE_LONGEST_MS = 60_000;

    private final KeystoneApi api;
    private final ServiceUser user;
    private final KeystoneClock clock;

    /** Null before the first. */
    private Held held;

    /** Null if none is under way. */
    private Future<String> renewal;

    private KeystoneFailure lastFailure;
    private long pauseMs;
    private long pausedUntilNanos;

    private record Held(String token, long renewAtMs, long endsAtMs, long sinceNanos) {}

    OwnToken(KeystoneApi api, ServiceUser user, KeystoneClock clock) {
        this.api = api;
        this.user = user;
        this.clock = clock;
    }

    /** A token that holds, or a {@link KeystoneFailure}. */
    Future<String> get() {
        long nowMs = clock.wallMs();
        synchronized (this) {
            boolean isHeld = held != null && nowMs < held.endsAtMs - USE_BEFORE_MS;
            if (isHeld && nowMs < held.renewAtMs) {
                return Future.succeededFuture(held.token);
            }
            if (renewal == null && lastFailure != null && clock.nanos() - pausedUntilNanos < 0) {
                return isHeld ? Future.succeededFuture(held.token) : Future.failedFuture(lastFailure);
            }
        }
        Future<String> renewed = renew();
        synchronized (this) {
            boolean isHeld = held != null && nowMs < held.endsAtMs - USE_BEFORE_MS;
            return isHeld ? Future.succeededFuture(held.token) : renewed;
        }
    }

    /** Keystone does not take this token any more, whatever it said of its end. */
    synchronized void refused(String token) {
        if (held == null || !held.token.equals(token)) {
            return;
        }
        if (clock.nanos() - held.sinceNanos < TimeUnit.MILLISECONDS.toNanos(PAUSE_FIRST_MS)) {
            // It was issued just now: another one will hardly be accepted.
            pause(KeystoneFailure.useless("Keystone does not take the token that it has just given to " + user + "."));
        }
        held = null;
    }

    private Future<String> renew() {
        Future<String> begun;
        synchronized (this) {
            if (renewal != null) {
                return renewal;
            }
            begun = api.post(PATH, Buffer.buffer(user.request().toString())).map(this::token);
            renewal = begun;
        }
        begun.onComplete(this::renewed);
        return begun;
    }

    private synchronized void renewed(AsyncResult<String> result) {
        renewal = null;
        if (result.succeeded()) {
            lastFailure = null;
            pauseMs = 0;
        } else {
            KeystoneFailure failure = result.cause() instanceof KeystoneFailure told
                    ? told
                    : KeystoneFailure.useless("Keystone gives no token to " + user + ": " + result.cause());
            pause(failure);
            if (held != null) {
                // Otherwise the caller reports it.
                LOG.warn("The token of {} could not be renewed: {}", user, failure.getMessage());
            }
        }
    }

    private void pause(KeystoneFailure failure) {
        lastFailure = failure;
        pauseMs = Math.min(PAUSE_LONGEST_MS, Math.max(PAUSE_FIRST_MS, 2 * pauseMs));
        pausedUntilNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
    }

    private String token(KeystoneApi.Reply reply) {
        String token = reply.headers().get("x-subject-token");
        if (reply.status() != CREATED || token == null) {
            throw KeystoneFailure.useless("Keystone gives no token to " + user + " but answers " + reply.status()
                    + (reply.status() == 401 ? ": look at the password in the file of --keystone-config." : "."));
        }
        try {
            KeystoneToken said =
                    KeystoneToken.parse(reply.body()).orElseThrow(() -> new IOException("it is bound to a connection"));
            long nowMs = clock.wallMs();
            long leftMs = said.expiresAtMs() - nowMs;
            synchronized (this) {
                // One that lives for less than twice as long is renewed at half its life.
                long renewAtMs = said.expiresAtMs() - Math.min(RENEW_BEFORE_MS, leftMs / 2);
                held = new Held(token, renewAtMs, said.expiresAtMs(), clock.nanos());
            }
            return token;
        } catch (IOException e) {
            throw KeystoneFailure.useless(
                    "Keystone gives " + user + " a token of which it says nothing sensible: " + e.getMessage() + ".");
        }
    }
}
