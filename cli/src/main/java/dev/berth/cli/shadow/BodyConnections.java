package dev.berth.cli.shadow;

import com.google.common.collect.ImmutableSet;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Connections for calls with a body. One is kept for the next such call where the answer shows that its body was read,
 * and is closed where that is not known. Any thread.
 */
final class BodyConnections {
    private static final ImmutableSet<String> METHODS = ImmutableSet.of("PUT", "POST");
    private static final ImmutableSet<String> ROUTES =
            ImmutableSet.of("/resource_providers", "/allocations", "/reshaper");

    private final HttpClientAgent client;
    private final long keepNs;

    /** The last one used is used next, so that those that are not needed grow old. */
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();

    private record Idle(HttpClientConnection connection, long sinceNs) {}

    /** @param keep how long a connection may lie unused */
    BodyConnections(HttpClientAgent client, Duration keep) {
        this.client = client;
        this.keepNs = keep.toNanos();
    }

    /** Whether a call is granted only by those who have read its body: names are made by their path alone. */
    static boolean isReadWhereGranted(String method, String path) {
        return METHODS.contains(method) && ROUTES.stream().anyMatch(path::startsWith);
    }

    /** Opens the way for one call, of which all is to be sent at once. */
    Future<HttpClientRequest> request(RequestOptions options) {
        HttpClientConnection kept = take();
        return kept == null
                ? client.connect(new HttpConnectOptions()).compose(opened -> on(opened, options))
                : on(kept, options)
                        .recover(closed ->
                                client.connect(new HttpConnectOptions()).compose(opened -> on(opened, options)));
    }

    private Future<HttpClientRequest> on(HttpClientConnection connection, RequestOptions options) {
        return connection
                .request(options)
                .onSuccess(call ->
                        call.response().onComplete(answer -> keep(connection, answer), lost -> connection.close()))
                .onFailure(closed -> connection.close());
    }

    private HttpClientConnection take() {
        closeOld();
        Idle next = idle.pollLast();
        return next == null ? null : next.connection();
    }

    private void keep(HttpClientConnection connection, HttpClientResponse answer) {
        boolean isGranted = answer.statusCode() >= 200 && answer.statusCode() < 300;
        answer.end().onComplete(end -> {
            if (isGranted && end.succeeded()) {
                Idle kept = new Idle(connection, System.nanoTime());
                connection.closeHandler(closed -> idle.remove(kept));
                idle.addLast(kept);
            } else {
                connection.close();
            }
            closeOld();
        });
    }

    /** Looked at with each call: where none comes, the service closes what it has waited for. */
    private void closeOld() {
        for (Idle first = idle.peekFirst();
                first != null && System.nanoTime() - first.sinceNs() > keepNs;
                first = idle.peekFirst()) {
            if (idle.remove(first)) {
                first.connection().close();
            }
        }
    }
}
