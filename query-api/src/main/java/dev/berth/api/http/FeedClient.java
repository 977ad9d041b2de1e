package dev.berth.api.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who is sent an {@link AnswerFeed}. At most one piece more is held than the connection takes: {@link #send} waits for
 * the client. For one thread that may wait, which is not an event loop.
 */
public final class FeedClient {
    private static final long LOOK_MS = 100;

    /** How long a client that is cut may take to read what it was sent until then. */
    private static final long LAST_WORD_MS = 5_000;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final UnderWay underWay;
    private final AnswerBudget budget;
    private final AtomicBoolean isOver = new AtomicBoolean();

    /** What has become of a piece. */
    public enum Sent {
        /** The client has taken so much that the next may follow. */
        TAKEN,
        /** It has not in time, or the server stops, or the client has gone; it gets this before anything else. */
        ON_ITS_WAY,
        /** There is no room for it in memory. */
        NOT
    }

    private FeedClient(HttpServerRequest request, Context context, ServerParts server) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.underWay = server.underWay();
        this.budget = server.answers();
    }

    /**
     * Begins to send; on the request's event loop, with the head of the answer set.
     *
     * @param whenOver run once nothing more will be sent
     */
    static void begin(
            AnswerFeed feed, HttpServerRequest request, Context context, ServerParts server, Runnable whenOver) {
        FeedClient client = new FeedClient(request, context, server);
        HttpServerResponse response = request.response();
        Handler<Void> over = nothing -> {
            if (client.isOver.compareAndSet(false, true)) {
                whenOver.run();
            }
        };
        response.setChunked(true);
        response.endHandler(over);
        response.closeHandler(over);
        response.exceptionHandler(e -> over.handle(null));
        feed.begin(client);
    }

    /** Whether the client is still there. */
    public boolean isOpen() {
        return !isOver.get();
    }

    /** Whether the server has begun to stop, so that what it sends has to end. */
    public boolean isStopping() {
        return underWay.isLast();
    }

    /**
     * Sends a piece, and waits until the client has taken so much that the next may follow.
     *
     * @return if it is not {@link Sent#TAKEN}, only {@link #end} may follow
     */
    public Sent send(Buffer piece, Duration patience) throws InterruptedException {
        if (!budget.take(piece.length())) {
            return Sent.NOT;
        }
        CountDownLatch taken = new CountDownLatch(1);
        context.runOnContext(nothing -> write(piece, taken));
        long untilNs = System.nanoTime() + patience.toNanos();
        while (!taken.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
            if (!isOpen() || isStopping() || System.nanoTime() > untilNs) {
                return Sent.ON_ITS_WAY;
            }
        }
        return isOpen() ? Sent.TAKEN : Sent.ON_ITS_WAY;
    }

    private void write(Buffer piece, CountDownLatch taken) {
        if (isOver.get()) {
            budget.giveBack(piece.length());
            taken.countDown();
            return;
        }
        response.write(piece).onComplete(sent -> budget.giveBack(piece.length()));
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> taken.countDown());
        } else {
            taken.countDown();
        }
    }

    /** Sends the last piece and ends the answer; a client that does not take it soon is cut off. Does not wait. */
    public void end(Buffer last) {
        context.runOnContext(nothing -> {
            if (isOver.get()) {
                return;
            }
            long timer = context.owner().setTimer(LAST_WORD_MS, late -> BrokenOff.end(request));
            response.end(last).onComplete(sent -> {
                context.owner().cancelTimer(timer);
                UnframedBody.end(request);
            });
        });
    }
}
