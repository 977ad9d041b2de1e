package dev.berth.simulator.placement;

import com.google.common.base.CharMatcher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Speaks to one service over a fixed number of keep-alive connections. Any thread may send; all answers come on one
 * event loop, so what follows from them needs no locks and must not block.
 */
public final class PlacementClient implements AutoCloseable {
    /** The API version of every request: the first with mappings, consumer generations and error codes all in. */
    public static final String MICROVERSION = "1.36";

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PUT_OFF_MAX = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final URI base;
    private final String token;
    private final String pathPrefix;
    private final Vertx vertx;
    private final Context loop;
    private final HttpClient http;

    private PlacementClient(URI base, int connections, String token, Optional<Path> authority) {
        this.base = base;
        this.token = token;
        this.pathPrefix = base.getPath() == null ? "" : CharMatcher.is('/').trimTrailingFrom(base.getPath());
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.loop = vertx.getOrCreateContext();
        HttpClientOptions options = new HttpClientOptions()
                .setDefaultHost(base.getHost())
                .setDefaultPort(portOf(base))
                .setSsl("https".equals(base.getScheme()))
                .setKeepAlive(true)
                .setTcpNoDelay(true);
        authority.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
    }

    /**
     * A client of the service at this URL, such as {@code http://127.0.0.1:8778} or {@code http://host/placement}.
     * Nothing is sent before the first request.
     *
     * @throws IllegalArgumentException if the URL is not one of http or https with a host
     */
    public static PlacementClient of(URI base, int connections) {
        return of(base, connections, "admin", Optional.empty());
    }

    /**
     * As above.
     *
     * @param token as whom it asks; without one, as the administrator whom a service without authentication believes
     * @param authority a PEM file of the authority that signs the service's certificate; empty for those that this Java
     *     trusts
     */
    public static PlacementClient of(URI base, int connections, String token, Optional<Path> authority) {
        boolean isHttp = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!isHttp || base.getHost() == null) {
            throw new IllegalArgumentException("expected a URL such as http://127.0.0.1:8778 but got " + base);
        }
        return new PlacementClient(base, connections, token, authority);
    }

    /** Fails only if no answer came: no connection, a broken one, or none within 30 s. */
    public Future<PlacementAnswer> send(PlacementRequest request) {
        if (Vertx.currentContext() != loop) {
            return onLoop(() -> send(request));
        }
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setURI(pathPrefix + request.path())
                .setTimeout(REQUEST_TIMEOUT.toMillis())
                .putHeader("accept", "application/json")
                .putHeader("x-auth-token", token)
                .putHeader("openstack-api-version", "placement " + MICROVERSION);
        return http.request(options)
                .compose(sent -> sendBody(sent, request))
                .compose(response -> response.body()
                        .map(body -> new PlacementAnswer(
                                response.statusCode(), body, seconds(response.getHeader("retry-after")))));
    }

    /**
     * As {@link #send}, and again after the time that the service names, for 60 s at most, as long as it answers that
     * it has not done this and when to try again: a service that has just started, or whose machine is busy.
     */
    public Future<PlacementAnswer> sendUntilServed(PlacementRequest request) {
        return sendUntil(System.nanoTime() + PUT_OFF_MAX.toNanos(), request);
    }

    private Future<PlacementAnswer> sendUntil(long deadlineNanos, PlacementRequest request) {
        return send(request).compose(answer -> {
            if (!answer.isNotDone() || answer.retryAfter().isEmpty() || System.nanoTime() - deadlineNanos > 0) {
                return Future.succeededFuture(answer);
            }
            Promise<Void> waited = Promise.promise();
            after(answer.retryAfter().get(), waited::complete);
            return waited.future().compose(ignored -> sendUntil(deadlineNanos, request));
        });
    }

    /** Nothing of a date, which no service here sends; and no longer than anybody here waits. */
    private static Optional<Duration> seconds(String retryAfter) {
        return retryAfter == null || !retryAfter.matches("\\d{1,6}")
                ? Optional.empty()
                : Optional.of(
                        Duration.ofSeconds(Math.min(Integer.parseInt(retryAfter), (int) PUT_OFF_MAX.toSeconds())));
    }

    private static Future<io.vertx.core.http.HttpClientResponse> sendBody(
            HttpClientRequest sent, PlacementRequest request) {
        if (request.body().isEmpty()) {
            return sent.send();
        }
        Buffer body = request.body().get();
        return sent.putHeader("content-type", "application/json").send(body);
    }

    /** Runs this on the event loop that answers come on. */
    public <T> Future<T> onLoop(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(ignored -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    /** Calls this on the event loop again and again until the returned action is run. */
    public Runnable every(Duration period, Runnable action) {
        long timer = vertx.setPeriodic(period.toMillis(), ignored -> action.run());
        return () -> vertx.cancelTimer(timer);
    }

    /** Calls this on the event loop once, after that time or a millisecond if it is less. */
    public void after(Duration delay, Runnable action) {
        vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> action.run());
    }

    public URI base() {
        return base;
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = vertx.close().toCompletionStage().toCompletableFuture();
        try {
            closed.get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notClosed) {
            // Its threads are daemons in all but name; nothing is lost if they end a moment later.
            return;
        }
    }

    private static int portOf(URI base) {
        if (base.getPort() > 0) {
            return base.getPort();
        }
        return "https".equals(base.getScheme()) ? 443 : 80;
    }
}
