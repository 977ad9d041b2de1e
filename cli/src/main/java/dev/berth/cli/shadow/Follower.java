package dev.berth.cli.shadow;

import dev.berth.api.connection.FilelessVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The service that is given the calls again, on an event loop of its own. Any thread may send. */
final class Follower implements AutoCloseable {
    /** A service that takes longer is down, for all that can be told. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** So long may an answer take that comes bit by bit, for others wait behind it. */
    private static final long WHOLE_S = 60;

    private static final long CLOSE_S = 5;

    private final Vertx vertx = Vertx.vertx(FilelessVertx.small(1));
    private final Context loop = vertx.getOrCreateContext();
    private final ServiceConnections upstream;
    private final MemoryBudget memory;

    Follower(URI base, Optional<Path> authority, int connections, MemoryBudget memory) {
        this.upstream = new ServiceConnections(vertx, base, authority, connections, PATIENCE);
        this.memory = memory;
    }

    /** Makes a call as it was made before. Fails if no answer comes; its bytes are the caller's to release. */
    Future<ServiceReply> send(ShadowCall call, MemoryBudget.Share share) {
        Promise<ServiceReply> promise = Promise.promise();
        // An answer is read where it arrives, so that none of it has gone by before.
        loop.runOnContext(now -> sendHere(call, share).onComplete(promise));
        return promise.future();
    }

    private Future<ServiceReply> sendHere(ShadowCall call, MemoryBudget.Share share) {
        boolean hasBody = call.body().length() > 0;
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(call.headers());
        // It is compared, not shown, and need not be unpacked first; the length may be another.
        headers.remove("accept-encoding");
        headers.remove("content-length");
        return upstream.open(call.method(), call.path(), headers, hasBody)
                .compose(request -> sent(request, call, hasBody)
                        .compose(answer -> read(answer, share))
                        .timeout(WHOLE_S, TimeUnit.SECONDS)
                        .onFailure(late -> request.reset()));
    }

    private static Future<HttpClientResponse> sent(HttpClientRequest request, ShadowCall call, boolean hasBody) {
        return hasBody ? request.send(call.body()) : request.send();
    }

    private static Future<ServiceReply> read(HttpClientResponse answer, MemoryBudget.Share share) {
        KeptBytes kept = new KeptBytes(share);
        answer.handler(kept::add);
        return answer.end().map(end -> kept.reply(answer.statusCode(), answer.headers()));
    }

    MemoryBudget memory() {
        return memory;
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notClosed) {
            // The process ends with or without it.
        }
    }
}
