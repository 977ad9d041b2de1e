package dev.berth.api.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends the connection of a client that reads its answer too slowly, because the answer is kept in memory until then.
 * Runs on the request's event loop.
 */
final class SlowReaderWatch {
    private static final long MS_A_SECOND = 1_000;

    private final HttpServerRequest request;
    private final Context context;
    private final HttpLimits limits;
    private final Runnable whenCut;
    private final long beginNs = System.nanoTime();

    SlowReaderWatch(HttpServerRequest request, Context context, HttpLimits limits, Runnable whenCut) {
        this.request = request;
        this.context = context;
        this.limits = limits;
        this.whenCut = whenCut;
    }

    /**
     * Watches an answer until it has been taken.
     *
     * @param sent completes when it has, or will never be
     * @param bytes how much of it there is so far
     */
    void watch(Future<Void> sent, LongSupplier bytes) {
        if (sent.isComplete()) {
            return;
        }
        long timer = context.owner().setTimer(leftMs(bytes), id -> look(sent, bytes));
        sent.onComplete(done -> context.owner().cancelTimer(timer));
    }

    private void look(Future<Void> sent, LongSupplier bytes) {
        if (sent.isComplete()) {
            return;
        }
        if (leftMs(bytes) > 1) {
            watch(sent, bytes);
            return;
        }
        whenCut.run();
        BrokenOff.end(request);
    }

    /** How much longer it may take; at least 1. */
    private long leftMs(LongSupplier bytes) {
        long allowedMs =
                limits.answerTime().toMillis() + bytes.getAsLong() * MS_A_SECOND / HttpLimits.ANSWER_BYTES_A_SECOND;
        return Math.max(1, allowedMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs));
    }
}
