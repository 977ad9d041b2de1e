package dev.berth.api.auth;

import com.google.common.collect.ImmutableMap;
import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.model.Printable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the tokens that an operator has written down in a file, by their digests. The file is read again every second
 * and taken once it has been the same twice, so that a half of it is not. One that is wrong changes nothing, and is
 * told once. Nothing that callers say of themselves is looked at.
 */
public final class StaticTokens implements Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(StaticTokens.class);
    private static final CharSequence TOKEN = HttpHeaders.createOptimized("x-auth-token");
    private static final long READ_EVERY_MS = 1_000;
    private static final Future<Identity> UNKNOWN = Future.succeededFuture(new Identity.Unknown(Optional.empty()));

    private final TokenFile file;
    private volatile ImmutableMap<TokenDigest, Future<Identity>> identities;

    /** What was read last, and what of it was taken or refused last; used by one reader at a time. */
    private Reading last;

    private Reading settled;
    private Runnable stop = () -> {};

    private StaticTokens(TokenFile file, Reading first) {
        this.file = file;
        this.identities = identities(file, first);
        this.last = first;
        this.settled = first;
    }

    /** What reading came to: the content, or why there is none. */
    private record Reading(byte[] content, String failure) {
        boolean isSame(Reading other) {
            return failure.equals(other.failure) && Arrays.equals(content, other.content);
        }
    }

    /**
     * Reads the file.
     *
     * @throws UnusableFileException if it cannot be used
     */
    public static StaticTokens read(TokenFile file) {
        StaticTokens tokens = new StaticTokens(file, new Reading(file.read(), ""));
        if (tokens.identities.isEmpty()) {
            LOG.warn("{} has no token, so every request is answered with 401", file.path());
        }
        if (SecretFile.isReadableByAll(file.path())) {
            LOG.warn(
                    "{} can be read by everybody on this machine, who learn who may do what: chmod o-r {}",
                    file.path(),
                    file.path());
        }
        return tokens;
    }

    /** Reads the file again and again, beside the event loops, until it is closed. */
    public StaticTokens watchedBy(Vertx vertx) {
        AtomicBoolean isReading = new AtomicBoolean();
        long timer = vertx.setPeriodic(READ_EVERY_MS, fired -> {
            if (isReading.compareAndSet(false, true)) {
                vertx.executeBlocking(() -> {
                            look();
                            return null;
                        })
                        .onComplete(looked -> isReading.set(false));
            }
        });
        stop = () -> vertx.cancelTimer(timer);
        return this;
    }

    /** Reads the file once and takes it if it is new, sound and has been the same twice. */
    synchronized void look() {
        Reading reading = reading();
        boolean isStill = reading.isSame(last);
        last = reading;
        if (!isStill || reading.isSame(settled)) {
            return;
        }
        settled = reading;
        try {
            if (!reading.failure.isEmpty()) {
                throw new UnusableFileException(reading.failure);
            }
            identities = identities(file, reading);
            LOG.info("{} was read again: {} tokens", file.path(), identities.size());
        } catch (UnusableFileException e) {
            LOG.warn("the {} tokens known so far stay: {}", identities.size(), Printable.of(e.getMessage()));
        }
    }

    private Reading reading() {
        try {
            return new Reading(file.read(), "");
        } catch (UnusableFileException e) {
            return new Reading(new byte[0], e.getMessage());
        }
    }

    private static ImmutableMap<TokenDigest, Future<Identity>> identities(TokenFile file, Reading reading) {
        ImmutableMap.Builder<TokenDigest, Future<Identity>> identities = ImmutableMap.builder();
        file.parse(reading.content)
                .forEach(
                        (digest, caller) -> identities.put(digest, Future.succeededFuture(new Identity.Known(caller))));
        return identities.build();
    }

    @Override
    public String name() {
        return "static";
    }

    @Override
    public Future<Identity> identify(Credentials credentials) {
        String token = credentials.headers().get(TOKEN);
        return token == null ? UNKNOWN : identities.getOrDefault(TokenDigest.of(token.strip()), UNKNOWN);
    }

    @Override
    public void close() {
        stop.run();
    }
}
