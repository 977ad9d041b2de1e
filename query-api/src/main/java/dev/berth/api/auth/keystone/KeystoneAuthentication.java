package dev.berth.api.auth.keystone;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import dev.berth.api.auth.TokenDigest;
import dev.berth.api.auth.keystone.TokenCache.Known;
import dev.berth.api.auth.keystone.TokenCache.Question;
import dev.berth.credentials.UnusableFileException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

/**
 * Believes what Keystone says of the token that a caller presents, as keystonemiddleware's auth_token does: an answer
 * is believed for a while, a token that has expired only if a service presents its own beside it, and nothing that
 * callers say of themselves is looked at. Many requests with one token that is not known yet make one call. While
 * Keystone is away, tokens that it knew are believed for longer, but none beyond its end. Called on event loops, all of
 * them.
 */
public final class KeystoneAuthentication implements Authentication {
    private static final CharSequence TOKEN = HttpHeaders.createOptimized("x-auth-token");
    private static final CharSequence SERVICE_TOKEN = HttpHeaders.createOptimized("x-service-token");

    /** Longer than any of Keystone's, which have some 200 characters, or 1,000 of a signed one. */
    private static final int TOKEN_LENGTH_MAX = 8_192;

    private static final Future<Identity> AWAY = Future.succeededFuture(
            new Identity.Undecided("It cannot be found out who calls, because Keystone does not answer."));
    private static final Future<Identity> USELESS = Future.succeededFuture(new Identity.Undecided(
            "It cannot be found out who calls from what Keystone answers; the service's log says why."));

    private static final Future<Identity> UNASKED = Future.succeededFuture(new Identity.Undecided(
            "It cannot be found out now who calls: too many tokens that are not known are being checked. Ask again."));

    private final KeystoneConfig config;
    private final KeystoneClock clock;
    private final KeystoneApi api;
    private final TokenLookup lookup;
    private final TokenCache cache;
    private final KeystoneOutage outage;
    private final MeterRegistry meters;
    private final Counter believedInOutage;
    private final Future<Identity> unknown;
    private final ConcurrentMap<Question, Future<Optional<Known>>> underWay = new ConcurrentHashMap<>();

    KeystoneAuthentication(Vertx vertx, KeystoneConfig config, KeystoneClock clock, MeterRegistry meters) {
        this.config = config;
        this.clock = clock;
        this.api = new KeystoneApi(vertx, config);
        this.lookup = new TokenLookup(api, new OwnToken(api, config.user(), clock));
        this.cache = new TokenCache(config.cacheTime(), config.outageTime());
        this.outage = new KeystoneOutage(clock, config.timeout());
        this.unknown = Future.succeededFuture(
                new Identity.Unknown(Optional.of("Keystone uri=\"" + config.publicUrl() + "\"")));
        this.meters = meters;
        this.believedInOutage = Counter.builder("berth.keystone.outage.believed")
                .description("requests whose token was believed for longer than usual, as Keystone did not answer")
                .register(meters);
        Gauge.builder("berth.keystone.tokens", cache, TokenCache::size)
                .description("tokens of which Keystone's answer is kept")
                .register(meters);
    }

    /**
     * Reads how Keystone is asked: the section {@code [keystone_authtoken]} of a file.
     *
     * @return a factory that makes it on a server's event loops
     * @throws UnusableFileException if the file cannot be used, with what would be right
     */
    public static BiFunction<Vertx, MeterRegistry, Authentication> configuredBy(Path file) {
        KeystoneConfig config = KeystoneConfigFile.read(file);
        return (vertx, meters) -> new KeystoneAuthentication(vertx, config, KeystoneClock.SYSTEM, meters);
    }

    @Override
    public String name() {
        return "keystone";
    }

    @Override
    public Future<Identity> identify(Credentials credentials) {
        String token = credentials.headers().get(TOKEN);
        if (token == null) {
            return unknown;
        }
        String serviceToken = credentials.headers().get(SERVICE_TOKEN);
        return serviceToken == null || serviceToken.isBlank()
                ? check(token.strip(), false)
                : checkWithService(token.strip(), serviceToken.strip());
    }

    private Future<Identity> checkWithService(String token, String serviceToken) {
        return check(serviceToken, false).compose(service -> {
            if (!(service instanceof Identity.Known known)) {
                return Future.succeededFuture(service);
            }
            boolean hasRole = hasServiceRole(known.caller());
            return !hasRole && config.areServiceRolesRequired() ? unknown : check(token, hasRole);
        });
    }

    private boolean hasServiceRole(Caller service) {
        return config.serviceRoles().stream().anyMatch(service::hasRole);
    }

    private Future<Identity> check(String token, boolean mayHaveExpired) {
        if (!isPossible(token)) {
            return unknown;
        }
        TokenDigest digest = TokenDigest.of(token);
        Known known = cache.known(digest);
        if (known != null) {
            if (!mayHaveExpired && known.hasExpired(clock.wallMs())) {
                return unknown;
            }
            if (cache.isFresh(known, clock.nanos())) {
                return known.identity();
            }
        }
        Question question = new Question(digest, mayHaveExpired);
        return cache.isUnknown(question, clock.nanos()) ? unknown : ask(question, token, known);
    }

    /** Text that cannot go into a header, or is longer than any token, is not sent to Keystone. */
    private static boolean isPossible(String token) {
        if (token.isEmpty() || token.length() > TOKEN_LENGTH_MAX) {
            return false;
        }
        for (int at = 0; at < token.length(); at++) {
            char c = token.charAt(at);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** @param known what was known of the token and is too old now; null if nothing was */
    private Future<Identity> ask(Question question, String token, Known known) {
        Future<Optional<Known>> begun = underWay.get(question);
        if (begun == null) {
            Optional<KeystoneFailure> away = outage.now();
            if (away.isPresent()) {
                return unanswered(question, known, away.get());
            }
            begun = begin(question, token);
        }
        return begun.transform(answer -> identity(question, known, answer));
    }

    private Future<Optional<Known>> begin(Question question, String token) {
        Promise<Optional<Known>> mine = Promise.promise();
        Future<Optional<Known>> others = underWay.putIfAbsent(question, mine.future());
        if (others != null) {
            return others;
        }
        Known known = cache.known(question.digest());
        if (known != null && cache.isFresh(known, clock.nanos())) {
            // Somebody else's answer has come since it was looked for.
            underWay.remove(question);
            mine.complete(Optional.of(known));
            return mine.future();
        }
        Timer.Sample started = Timer.start();
        said(question, token, known != null)
                .map(said -> said.map(knownToken -> new Known(knownToken, clock.nanos())))
                .onComplete(answer -> {
                    note(question, answer, started);
                    underWay.remove(question);
                    mine.handle(answer);
                });
        return mine.future();
    }

    private Future<Optional<KeystoneToken>> said(Question question, String token, boolean wasKnown) {
        try {
            return lookup.of(token, question.mayHaveExpired(), wasKnown);
        } catch (RuntimeException e) {
            // For instance while the server closes: waiting callers must not wait for ever.
            return Future.failedFuture(e);
        }
    }

    /** Caches the answer before anybody gets it. */
    private void note(Question question, AsyncResult<Optional<Known>> answer, Timer.Sample started) {
        String outcome = "failed";
        if (answer.failed()) {
            outage.failed(failure(answer.cause()));
        } else {
            outage.end();
            answer.result()
                    .ifPresentOrElse(
                            known -> cache.keep(question.digest(), known),
                            () -> cache.keepUnknown(question, clock.nanos()));
            outcome = answer.result().isPresent() ? "known" : "unknown";
        }
        started.stop(Timer.builder("berth.keystone.calls")
                .description("questions to Keystone about tokens, by what came of them")
                .tag("outcome", outcome)
                .register(meters));
    }

    private static KeystoneFailure failure(Throwable cause) {
        return cause instanceof KeystoneFailure told
                ? told
                : KeystoneFailure.useless("A token could not be checked: " + cause + ".");
    }

    private Future<Identity> identity(Question question, Known before, AsyncResult<Optional<Known>> answer) {
        if (answer.failed()) {
            return unanswered(question, before, failure(answer.cause()));
        }
        return answer.result()
                .filter(known -> question.mayHaveExpired() || !known.hasExpired(clock.wallMs()))
                .map(Known::identity)
                .orElse(unknown);
    }

    private Future<Identity> unanswered(Question question, Known before, KeystoneFailure failure) {
        if (failure.isUnasked() && !outage.isOn()) {
            // Keystone may well answer: whoever sends many tokens must not have an old one believed for longer.
            return UNASKED;
        }
        boolean isBelieved = before != null
                && cache.isUsable(before, clock.nanos())
                && (question.mayHaveExpired() || !before.hasExpired(clock.wallMs()));
        if (isBelieved) {
            believedInOutage.increment();
            return before.identity();
        }
        return failure.isAway() || failure.isUnasked() ? AWAY : USELESS;
    }

    @Override
    public void close() {
        api.close();
    }
}
