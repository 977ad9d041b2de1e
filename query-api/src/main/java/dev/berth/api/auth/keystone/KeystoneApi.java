package dev.berth.api.auth.keystone;

import dev.berth.events.model.Printable;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends requests to Keystone. All is bounded: connections, requests that wait for one, time, and the size of answers.
 * Answers of any status are answers; all else is a {@link KeystoneFailure}. Any thread.
 */
final class KeystoneApi {
    static final int CALLS_MAX = 32;
    static final int WAITING_MAX = 1_024;
    static final int ANSWER_BYTES_MAX = 256 * 1024;
    private static final int HEADER_BYTES_MAX = 64 * 1024;

    /** Less than servers keep idle connections (Apache 5 s), so that a request seldom goes into one that is closed. */
    private static final int KEEP_ALIVE_S = 4;

    private final Vertx vertx;
    private final HttpClient client;
    private final KeystoneConfig config;
    private final CallTurns turns;

    KeystoneApi(Vertx vertx, KeystoneConfig config) {
        this.vertx = vertx;
        this.config = config;
        int timeoutMs = (int) config.timeout().toMillis();
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(timeoutMs)
                .setKeepAliveTimeout(KEEP_ALIVE_S)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setSsl(isSecure(config.api()))
                .setDecompressionSupported(false);
        config.caFile().ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CALLS_MAX));
        this.turns = new CallTurns(vertx, CALLS_MAX, WAITING_MAX, config.timeout());
    }

    private static boolean isSecure(URI api) {
        return api.getScheme().equals("https");
    }

    /** An answer, whole. */
    record Reply(int status, MultiMap headers, Buffer body) {}

    /** @param isUrgent if it goes before all that is not */
    Future<Reply> get(String path, Map<String, String> headers, boolean isUrgent) {
        return turns.call(isUrgent, () -> sendTwice(HttpMethod.GET, path, headers, Optional.empty()));
    }

    /** What all else depends on, so it goes first. */
    Future<Reply> post(String path, Buffer json) {
        Map<String, String> headers = Map.of("content-type", "application/json");
        return turns.call(true, () -> sendTwice(HttpMethod.POST, path, headers, Optional.of(json)));
    }

    /**
     * A connection that was idle may be closed at the moment at which it is used again, and some servers do so after
     * every answer. What is sent here may be sent again.
     */
    private Future<Reply> sendTwice(
            HttpMethod method, String path, Map<String, String> headers, Optional<Buffer> body) {
        return send(method, path, headers, body)
                .recover(failure -> failure instanceof ClosedEarly
                        ? send(method, path, headers, body)
                        : Future.failedFuture(failure))
                .recover(failure -> Future.failedFuture(failure(failure)));
    }

    private KeystoneFailure failure(Throwable failure) {
        return failure instanceof KeystoneFailure told
                ? told
                : KeystoneFailure.away("Keystone at " + config.api() + " cannot be reached: "
                        + Printable.of(failure.getMessage() == null ? failure : failure.getMessage()));
    }

    private Future<Reply> send(HttpMethod method, String path, Map<String, String> headers, Optional<Buffer> body) {
        Promise<Reply> answered = Promise.promise();
        // On any thread: an answer may be lost if its handlers are not set on the event loop that brings it.
        vertx.getOrCreateContext().runOnContext(begun -> send(method, path, headers, body, answered));
        return answered.future();
    }

    private void send(
            HttpMethod method,
            String path,
            Map<String, String> headers,
            Optional<Buffer> body,
            Promise<Reply> answered) {
        AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
        long timeoutMs = config.timeout().toMillis();
        long timer = vertx.setTimer(timeoutMs, fired -> {
            if (answered.tryFail(KeystoneFailure.away(
                    "Keystone at " + config.api() + " has not answered within " + timeoutMs + " ms"))) {
                Optional.ofNullable(sent.get()).ifPresent(HttpClientRequest::reset);
            }
        });
        answered.future().onComplete(done -> vertx.cancelTimer(timer));
        open(method, path)
                .compose(request -> {
                    sent.set(request);
                    if (answered.future().isComplete()) {
                        request.reset();
                        return Future.failedFuture("too late");
                    }
                    request.putHeader("accept", "application/json");
                    headers.forEach(request::putHeader);
                    return body.map(request::send)
                            .orElseGet(request::send)
                            .recover(failure -> Future.failedFuture(
                                    failure instanceof HttpClosedException ? new ClosedEarly() : failure));
                })
                .compose(this::read)
                .onComplete(answered::tryComplete, answered::tryFail);
    }

    private Future<HttpClientRequest> open(HttpMethod method, String path) {
        URI api = config.api();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(api.getHost())
                .setPort(api.getPort() >= 0 ? api.getPort() : isSecure(api) ? 443 : 80)
                .setSsl(isSecure(api))
                .setURI(api.getRawPath() + path)
                .setTimeout(config.timeout().toMillis());
        try {
            return client.request(options);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private Future<Reply> read(HttpClientResponse response) {
        Promise<Reply> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > ANSWER_BYTES_MAX) {
                if (whole.tryFail(
                        KeystoneFailure.useless("Keystone's answer has more than " + ANSWER_BYTES_MAX + " bytes."))) {
                    response.request().reset();
                }
                return;
            }
            body.appendBuffer(chunk);
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(new Reply(response.statusCode(), response.headers(), body)));
        return whole.future();
    }

    void close() {
        client.close();
    }

    /** The connection ended before anything of an answer came. */
    private static final class ClosedEarly extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedEarly() {
            super("the connection was closed", null, false, false);
        }
    }
}
