package dev.berth.cli.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import dev.berth.api.http.IdempotencyKey;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Calls a Placement, Berth among them: JSON in, JSON out. Whoever calls bounds how many calls are under way; each has a
 * connection of its own that is kept for the next. A call is made again where nothing or a fault of the server comes
 * back ({@link CallRetry}). All attempts of one that changes something carry one Idempotency-Key, so that a Berth
 * decides it once, whatever became of the answer; another Placement may refuse a repetition, with a conflict, of what
 * it has done ({@link PlacementAnswer#isPerhapsDone}). Thread-safe.
 */
public final class PlacementClient {
    /** The first version in which consumers have generations. */
    private static final Microversion LEAST = new Microversion(28);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final HttpClient http;
    private final String base;
    private final String token;
    private final Duration wait;
    private final String tokenOption;
    private final AtomicBoolean isPutOff = new AtomicBoolean();
    private volatile Microversion version = LEAST;
    private volatile Consumer<String> notes = note -> {};

    /**
     * @param base URL of the service, or of a region of Berth's
     * @param wait how long an answer may take, its body included
     * @param tokenOption how the token is given, for messages
     */
    public PlacementClient(HttpClient http, URI base, String token, Duration wait, String tokenOption) {
        this.http = http;
        this.base = CharMatcher.is('/').trimTrailingFrom(base.toString());
        this.token = token;
        this.wait = wait;
        this.tokenOption = tokenOption;
    }

    /** Has somebody told, in words, when the service begins to put calls off, and when that is over. */
    public PlacementClient telling(Consumer<String> told) {
        notes = told;
        return this;
    }

    @Override
    public String toString() {
        return Printable.of(base);
    }

    /**
     * Finds out which versions are spoken, and speaks the newest that both sides know from now on.
     *
     * @throws CannotRunException if nothing answers there, or no Placement, or one before 1.28
     */
    public PlacementClient negotiated() throws InterruptedException {
        JsonNode offered = await(get("/")).json().path("versions").path(0);
        String max = offered.path("max_version").asText("");
        if (!max.matches("1\\.[0-9]{1,4}")) {
            throw new CannotRunException("expected a Placement at " + this + " but what answers there names no version"
                    + " of it; the URL is that of the service, as the catalogue has it");
        }
        Microversion newest = new Microversion(Integer.parseInt(max.substring(2)));
        if (newest.compareTo(LEAST) < 0) {
            throw new CannotRunException("expected a Placement of version " + LEAST + " or newer at " + this
                    + " but it speaks " + max + ": its consumers have no generations; upgrade it first");
        }
        version = newest.compareTo(Microversion.MAX) < 0 ? newest : Microversion.MAX;
        return this;
    }

    CompletableFuture<PlacementAnswer> get(String path) {
        return again("GET " + path, request(path).GET().build());
    }

    CompletableFuture<PlacementAnswer> put(String path) {
        return again("PUT " + path, write(path).PUT(BodyPublishers.noBody()).build());
    }

    CompletableFuture<PlacementAnswer> put(String path, JsonNode body) {
        return again("PUT " + path, withJson(path).PUT(json(body)).build());
    }

    CompletableFuture<PlacementAnswer> post(String path, JsonNode body) {
        return again("POST " + path, withJson(path).POST(json(body)).build());
    }

    /** The same in an older version of the API. */
    CompletableFuture<PlacementAnswer> post(String path, JsonNode body, String olderVersion) {
        HttpRequest request = withJson(path)
                .setHeader("openstack-api-version", "placement " + olderVersion)
                .POST(json(body))
                .build();
        return again("POST " + path, request);
    }

    CompletableFuture<PlacementAnswer> delete(String path) {
        return again("DELETE " + path, write(path).DELETE().build());
    }

    /** Whether the service speaks a version, as it was negotiated. */
    boolean speaks(int minor) {
        return version.minor() >= minor;
    }

    /**
     * The answer to a call that has to be granted.
     *
     * @throws CannotRunException if it was not, with what the service says
     */
    PlacementAnswer granted(PlacementAnswer answer) {
        if (answer.isOk()) {
            return answer;
        }
        boolean isTokenWrong = answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN;
        throw new CannotRunException(this + " answers " + answer.status() + " to " + answer.call() + ": "
                + Printable.of(answer.detail())
                + (isTokenWrong ? "; " + tokenOption + " says who asks, and must be an administrator's" : ""));
    }

    /**
     * As {@link #granted}, of a deletion: what was not there is gone as well.
     *
     * @throws CannotRunException if the service refused it
     */
    void gone(PlacementAnswer answer) {
        if (!answer.isNotFound()) {
            granted(answer);
        }
    }

    /**
     * What a call that has to be granted brings back, as a value.
     *
     * @param reading what makes the value of the answer, or a {@link MalformedException}
     * @throws CannotRunException if the call was not granted, or no Placement gives such an answer
     */
    <T> T read(PlacementAnswer answer, Function<JsonNode, T> reading) {
        try {
            return reading.apply(granted(answer).json());
        } catch (MalformedException e) {
            throw new CannotRunException(
                    this + " answers " + answer.call() + " as no Placement does: " + Printable.of(e.getMessage()), e);
        }
    }

    /** Waits for what was asked. */
    static <T> T await(CompletionStage<T> asked) throws InterruptedException {
        try {
            return asked.toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = unwrapped(e.getCause());
            if (cause instanceof CannotRunException known) {
                throw known;
            }
            throw new IllegalStateException("expected an answer but got " + cause, cause);
        }
    }

    private CompletableFuture<PlacementAnswer> again(String call, HttpRequest request) {
        return again(call, request, new CallRetry());
    }

    private CompletableFuture<PlacementAnswer> again(String call, HttpRequest request, CallRetry retry) {
        return sent(request)
                .handle((response, failure) -> {
                    Optional<PlacementAnswer> answer = Optional.ofNullable(response)
                            .map(come -> new PlacementAnswer(call, come.statusCode(), come.body(), retry.isRepeated()));
                    OptionalLong pauseMs = retry.pauseMs(answer, System.nanoTime());
                    answer.ifPresent(come -> note(come, pauseMs.isPresent()));
                    if (pauseMs.isPresent()) {
                        return CompletableFuture.completedFuture(request)
                                .thenComposeAsync(same -> again(call, same, retry), later(pauseMs.getAsLong()));
                    }
                    return answer.map(CompletableFuture::completedFuture)
                            .orElseGet(() -> CompletableFuture.failedFuture(unreachable(call, failure)));
                })
                .thenCompose(UnaryOperator.identity());
    }

    private static Executor later(long pauseMs) {
        return CompletableFuture.delayedExecutor(pauseMs, TimeUnit.MILLISECONDS);
    }

    /** Of many calls that are put off at a time one is told. */
    private void note(PlacementAnswer answer, boolean isAskedAgain) {
        if (CallRetry.isPassing(answer)) {
            if (isAskedAgain && isPutOff.compareAndSet(false, true)) {
                notes.accept(this + " answers 503 to " + answer.call() + ": " + Printable.of(answer.detail())
                        + " It is asked again for " + CallRetry.PATIENCE.toSeconds() + " s.");
            }
        } else if (!CallRetry.isFault(answer) && isPutOff.compareAndSet(true, false)) {
            notes.accept(this + " answers again.");
        }
    }

    /** Gives up after the wait, whatever has come by then. */
    private CompletableFuture<HttpResponse<byte[]>> sent(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> under = http.sendAsync(request, BoundedBody.handler());
        return under.copy().orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS).whenComplete((answer, failure) -> {
            if (failure != null) {
                under.cancel(true);
            }
        });
    }

    private CannotRunException unreachable(String call, Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return new CannotRunException(
                    "no answer from " + this + " to " + call + " within " + wait.toSeconds() + " s, " + CallRetry.TRIES
                            + " times: is it overloaded? --wait gives it longer, --connections asks less at a time",
                    cause);
        }
        IOException reason = cause instanceof IOException known ? known : new IOException(cause);
        return new CannotRunException(
                Unreachable.words(this, reason) + " (" + call + ", tried " + CallRetry.TRIES + " times)", cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private HttpRequest.Builder withJson(String path) {
        return write(path).header("content-type", "application/json");
    }

    /** A call that changes something; each has a key of its own. */
    private HttpRequest.Builder write(String path) {
        return request(path).header(IdempotencyKey.HEADER, UUID.randomUUID().toString());
    }

    private static BodyPublisher json(JsonNode body) {
        return BodyPublishers.ofString(body.toString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("accept", "application/json")
                .header("x-auth-token", token)
                .header("openstack-api-version", "placement " + version);
    }
}
