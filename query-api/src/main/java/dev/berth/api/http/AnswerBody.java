package dev.berth.api.http;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends the body of one answer, a long one only as fast as the client takes it, and gives back its memory. On the event
 * loop of its request.
 */
final class AnswerBody {
    private final Answer answer;
    private final HttpServerResponse response;
    private final Context context;
    private final Runnable whenOver;
    private final Runnable whenTaken;
    private final Promise<Void> ended = Promise.promise();
    private long bytes;

    /** @param whenOver run once nothing more of the answer will be sent, if it is sent in pieces
     * @param whenTaken run once what was made before is on its way, or never will be */
    AnswerBody(Answer answer, HttpServerResponse response, Context context, Runnable whenOver, Runnable whenTaken) {
        this.answer = answer;
        this.response = response;
        this.context = context;
        this.whenOver = whenOver;
        this.whenTaken = whenTaken;
    }

    /**
     * Sends it and ends the response, now or when the client has taken it.
     *
     * @return completes when all of it is on its way, or never will be
     */
    Future<Void> send() {
        List<Buffer> made = answer.body();
        for (Buffer piece : made) {
            bytes += piece.length();
        }
        if (answer.isWhole() && made.size() == 1) {
            return response.end(made.get(0)).onComplete(sent -> letGo());
        }
        if (answer.isWhole()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes));
        } else {
            response.setChunked(true);
            tellWhenOver();
        }
        Future<Void> written = Future.succeededFuture();
        for (Buffer piece : made) {
            written = response.write(piece);
        }
        // Writes end in the order in which they were made, well or not.
        written.onComplete(sent -> letGo());
        sendRest();
        return ended.future();
    }

    private void letGo() {
        answer.discard();
        whenTaken.run();
    }

    /** How much of it has been made so far. */
    long bytes() {
        return bytes;
    }

    private void tellWhenOver() {
        AtomicBoolean isOver = new AtomicBoolean();
        Handler<Void> over = nothing -> {
            if (isOver.compareAndSet(false, true)) {
                answer.whenSent().run();
                whenOver.run();
            }
        };
        response.endHandler(over);
        response.closeHandler(over);
        response.exceptionHandler(e -> over.handle(null));
    }

    /** Makes pieces only as fast as the client takes them, and lets others have the event loop in between. */
    private void sendRest() {
        if (response.ended() || response.closed()) {
            ended.tryComplete();
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> sendRest());
            return;
        }
        Optional<ByteBuf> piece = answer.nextPiece();
        if (piece.isEmpty()) {
            response.end().onComplete(ended);
            return;
        }
        bytes += piece.get().readableBytes();
        response.write(BufferInternal.buffer(piece.get()))
                .onComplete(sent -> piece.get().release());
        context.runOnContext(nothing -> sendRest());
    }
}
