package dev.berth.api.auth.keystone;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Asks Keystone what a token is worth. Any thread. */
final class TokenLookup {
    /** Nobody reads the catalogue here, and it may be large. */
    private static final String PATH = "/auth/tokens?nocatalog";

    private static final String PATH_EVEN_EXPIRED = PATH + "&allow_expired=1";

    private final KeystoneApi api;
    private final OwnToken own;

    TokenLookup(KeystoneApi api, OwnToken own) {
        this.api = api;
        this.own = own;
    }

    /**
     * What Keystone says of a token: empty if it knows no such token, or not any more. Fails with a
     * {@link KeystoneFailure}.
     *
     * @param wasKnown if Keystone knew it before, so that it is asked about before tokens that nobody knows
     */
    Future<Optional<KeystoneToken>> of(String token, boolean mayHaveExpired, boolean wasKnown) {
        return own.get()
                .compose(mine -> ask(mine, token, mayHaveExpired, wasKnown)
                        .compose(reply -> reply.status() == 401
                                ? askAgain(mine, token, mayHaveExpired, wasKnown)
                                : Future.succeededFuture(reply)))
                .map(TokenLookup::verdict);
    }

    /** 401 is about the service's own token, which may have been revoked. */
    private Future<KeystoneApi.Reply> askAgain(String refused, String token, boolean mayHaveExpired, boolean wasKnown) {
        own.refused(refused);
        return own.get()
                .compose(mine -> ask(mine, token, mayHaveExpired, wasKnown).onSuccess(reply -> {
                    if (reply.status() == 401) {
                        own.refused(mine);
                    }
                }));
    }

    private Future<KeystoneApi.Reply> ask(String mine, String token, boolean mayHaveExpired, boolean wasKnown) {
        return api.get(
                mayHaveExpired ? PATH_EVEN_EXPIRED : PATH,
                Map.of("x-auth-token", mine, "x-subject-token", token),
                wasKnown);
    }

    private static Optional<KeystoneToken> verdict(KeystoneApi.Reply reply) {
        switch (reply.status()) {
            case 200:
                try {
                    return KeystoneToken.parse(reply.body());
                } catch (IOException e) {
                    throw KeystoneFailure.useless(
                            "Keystone's answer about a token cannot be read: " + e.getMessage() + ".");
                }
            case 404:
                return Optional.empty();
            case 401:
                throw KeystoneFailure.useless("Keystone does not take the service's own token.");
            case 403:
                throw KeystoneFailure.useless(
                        "Keystone does not let the service's user look at tokens; it needs the role service or admin.");
            case 429, 502, 503, 504:
                throw KeystoneFailure.away("Keystone, or what is before it, answers " + reply.status() + ".");
            default:
                throw KeystoneFailure.useless("Keystone answers a question about a token with " + reply.status() + ".");
        }
    }
}
