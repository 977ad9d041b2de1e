package dev.berth.api.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Sends the body of one answer, a long one only as fast as the client takes it. On the event loop of its request. */
final class AnswerBody {
    private final Answer answer;
    private final HttpServerResponse response;
    private final Context context;
    private final Supplier<Optional<Buffer>> rest;

    AnswerBody(Answer answer, HttpServerResponse response, Context context) {
        this.answer = answer;
        this.response = response;
        this.context = context;
        this.rest = answer.rest();
    }

    /** Sends it and ends the response, now or when the client has taken it. */
    void send() {
        List<Buffer> made = answer.body();
        if (answer.isWhole() && made.size() == 1) {
            response.end(made.get(0));
            return;
        }
        if (answer.isWhole()) {
            int length = made.stream().mapToInt(Buffer::length).sum();
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
        } else {
            response.setChunked(true);
            tellWhenOver();
        }
        made.forEach(response::write);
        sendRest();
    }

    private void tellWhenOver() {
        AtomicBoolean isOver = new AtomicBoolean();
        Handler<Void> over = nothing -> {
            if (isOver.compareAndSet(false, true)) {
                answer.whenSent().run();
            }
        };
        response.endHandler(over);
        response.closeHandler(over);
        response.exceptionHandler(e -> over.handle(null));
    }

    /** Makes pieces only as fast as the client takes them, and lets others have the event loop in between. */
    private void sendRest() {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> sendRest());
            return;
        }
        Optional<Buffer> piece = rest.get();
        if (piece.isEmpty()) {
            response.end();
            return;
        }
        response.write(piece.get());
        context.runOnContext(nothing -> sendRest());
    }
}
