package dev.berth.api.auth.keystone;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.api.auth.Identity;
import dev.berth.api.auth.TokenDigest;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keystone's answers about tokens, by their digests: no token itself is kept here. Those that it knows and those that
 * it does not have room of their own each, so that anyone who sends one wrong token after the other displaces nobody's
 * right one; where there is no more room, the one goes that nobody has used for the longest time. Any thread.
 */
final class TokenCache {
    static final int TOKENS_MAX = 20_000;

    /** A token may come to be known, as when its user is enabled again, and that should not take as long. */
    private static final Duration UNKNOWN_LONGEST = Duration.ofSeconds(60);

    private final Cache<TokenDigest, Known> known =
            CacheBuilder.newBuilder().maximumSize(TOKENS_MAX).build();

    /** When Keystone said so. */
    private final Cache<Question, Long> unknown =
            CacheBuilder.newBuilder().maximumSize(TOKENS_MAX).build();

    private final long freshNanos;
    private final long usableNanos;
    private final long unknownNanos;

    TokenCache(Duration cacheTime, Duration outageTime) {
        this.freshNanos = cacheTime.toNanos();
        this.usableNanos = freshNanos + outageTime.toNanos();
        this.unknownNanos = Math.min(freshNanos, UNKNOWN_LONGEST.toNanos());
    }

    /** What is asked of Keystone. */
    record Question(TokenDigest digest, boolean mayHaveExpired) {}

    /**
     * A token that it knew.
     *
     * @param identity made once, as every request with the token is answered with it
     */
    record Known(Future<Identity> identity, long expiresAtMs, long saidAtNanos) {
        Known(KeystoneToken token, long saidAtNanos) {
            this(Future.succeededFuture(new Identity.Known(token.caller())), token.expiresAtMs(), saidAtNanos);
        }

        boolean hasExpired(long nowMs) {
            return nowMs >= expiresAtMs;
        }
    }

    /** Null if nothing is known of it. */
    Known known(TokenDigest digest) {
        return known.getIfPresent(digest);
    }

    /** Whether it can be believed without asking again. */
    boolean isFresh(Known token, long nowNanos) {
        return nowNanos - token.saidAtNanos < freshNanos;
    }

    /** Whether it can be believed if Keystone cannot be asked. */
    boolean isUsable(Known token, long nowNanos) {
        return nowNanos - token.saidAtNanos < usableNanos;
    }

    boolean isUnknown(Question question, long nowNanos) {
        Long saidAtNanos = unknown.getIfPresent(question);
        return saidAtNanos != null && nowNanos - saidAtNanos < unknownNanos;
    }

    void keep(TokenDigest digest, Known token) {
        known.put(digest, token);
        unknown.invalidate(new Question(digest, false));
        unknown.invalidate(new Question(digest, true));
    }

    void keepUnknown(Question question, long nowNanos) {
        known.invalidate(question.digest());
        if (unknownNanos > 0) {
            unknown.put(question, nowNanos);
        }
    }

    long size() {
        return known.size() + unknown.size();
    }

    /** For tests and messages. */
    @Override
    public String toString() {
        return known.size() + " known and " + unknown.size() + " unknown tokens, fresh for "
                + TimeUnit.NANOSECONDS.toSeconds(freshNanos) + " s";
    }
}
