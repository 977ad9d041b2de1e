package dev.berth.api.http;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * Sends the body of the one answer to a request, within the room for answers and the time that one may take. On the
 * event loop of its request.
 */
final class AnswerSending {
    /** Told instead of an answer for which there is no room. */
    static final Problem NO_ROOM = new Problem(
            503,
            "Answers that other clients do not take have all the room that there is for them.",
            ErrorCode.UNDEFINED);

    private final ServerParts server;
    private final HttpServerRequest request;
    private final Context context;
    private final Runnable whenOver;
    private long held;

    /** @param whenOver run once nothing more of an answer will be sent that is sent in pieces */
    AnswerSending(ServerParts server, HttpServerRequest request, Context context, Runnable whenOver) {
        this.server = server;
        this.request = request;
        this.context = context;
        this.whenOver = whenOver;
    }

    /** Takes the room for an answer, in place of one that could not be sent; false if there is none. */
    boolean hasRoom(Answer answer) {
        server.answers().giveBack(held);
        held = hasBody(answer)
                ? answer.body().stream().mapToLong(Buffer::length).sum()
                : 0;
        if (!server.answers().take(held)) {
            held = 0;
            return false;
        }
        return true;
    }

    /** Sends what there is room for; status and headers are set. */
    void send(Answer answer) {
        if (!hasBody(answer)) {
            answer.discard();
            request.response().end();
            return;
        }
        AnswerBody body = new AnswerBody(
                answer,
                request.response(),
                context,
                whenOver,
                () -> server.answers().giveBack(held));
        AnswerTime time = new AnswerTime(request, context, server.config().limits(), server.metrics()::cutInAnswer);
        time.watch(body.send(), body::bytes);
    }

    private boolean hasBody(Answer answer) {
        return !answer.body().isEmpty() && !request.method().equals(HttpMethod.HEAD);
    }
}
