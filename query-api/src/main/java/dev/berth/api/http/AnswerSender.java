package dev.berth.api.http;

import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Printable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the one answer to a request: within the room for answers and the time that a client may take, a long one only
 * as fast as the client takes it. Gives back its memory. Runs on the request's event loop.
 */
final class AnswerSender {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerSender.class);

    /** The answer instead of one for which there is no room. */
    static final Problem NO_ROOM =
            new Problem(503, "Too much memory is held by answers that clients have not read yet.", ErrorCode.UNDEFINED);

    private final ServerParts server;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final Runnable whenOver;
    private final Promise<Void> ended = Promise.promise();

    /** What is taken of the room for answers. */
    private long held;

    /** How much of the body has been made so far. */
    private long bytes;

    /** @param whenOver run once nothing more of an answer will be sent that is sent in pieces */
    AnswerSender(ServerParts server, HttpServerRequest request, Context context, Runnable whenOver) {
        this.server = server;
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.whenOver = whenOver;
    }

    /**
     * Sends an answer, now or as the client takes it. It may take the place of one that could not be sent.
     *
     * @param version the one that was agreed on; empty if the request was refused before
     * @return false if there is no room for it: then it is discarded and nothing was sent
     */
    boolean send(Answer answer, Optional<Microversion> version, String requestId) {
        answer.pack(Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT_ENCODING)));
        boolean hasBody = !answer.body().isEmpty() && !request.method().equals(HttpMethod.HEAD);
        bytes = hasBody ? answer.body().stream().mapToLong(Buffer::length).sum() : 0;
        server.answers().giveBack(held);
        held = 0;
        if (!server.answers().take(bytes)) {
            answer.discard();
            return false;
        }
        held = bytes;
        writeHead(answer, version, requestId);
        if (answer.feed().isPresent() && !request.method().equals(HttpMethod.HEAD)) {
            FeedClient.begin(answer.feed().get(), request, context, server, whenOver);
        } else if (hasBody) {
            new SlowReaderWatch(request, context, server.config().limits(), server.metrics()::cutInAnswer)
                    .watch(sendBody(answer.bytes()), () -> bytes);
        } else {
            answer.discard();
            response.end();
        }
        return true;
    }

    /** Where the head cannot be written nothing of the answer is left, so that another may take its place. */
    private void writeHead(Answer answer, Optional<Microversion> version, String requestId) {
        String connection = response.headers().get(HttpHeaders.CONNECTION);
        try {
            response.setStatusCode(answer.status());
            AnswerHead.write(response.headers(), answer, version, requestId);
        } catch (RuntimeException | Error e) {
            server.answers().giveBack(held);
            held = 0;
            answer.discard();
            response.headers().clear();
            if (connection != null) {
                response.putHeader(HttpHeaders.CONNECTION, connection);
            }
            throw e;
        }
    }

    /** Completes when all of the body is on its way, or never will be. */
    private Future<Void> sendBody(AnswerBody body) {
        if (request.version() == HttpVersion.HTTP_2) {
            body.collected();
        }
        if (body.isWhole() && body.made().size() == 1) {
            return response.end(body.made().get(0)).onComplete(sent -> letGo(body));
        }
        if (body.isWhole()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes));
        } else {
            response.setChunked(true);
            ended.future().onComplete(sent -> UnframedBody.end(request));
            tellWhenOver(body);
        }
        Future<Void> written = Future.succeededFuture();
        for (Buffer piece : body.made()) {
            written = response.write(piece);
        }
        // Writes complete in order, whether they succeed or fail.
        written.onComplete(sent -> letGo(body));
        sendRest(body);
        return ended.future();
    }

    private void letGo(AnswerBody body) {
        body.letGo();
        server.answers().giveBack(held);
        held = 0;
    }

    private void tellWhenOver(AnswerBody body) {
        AtomicBoolean isOver = new AtomicBoolean();
        Runnable told = () -> {
            if (isOver.compareAndSet(false, true)) {
                body.over();
                whenOver.run();
            }
        };
        // Pieces keep their memory until their writes complete, and here some may still wait to be sent.
        response.endHandler(asked -> told.run());
        response.closeHandler(gone -> told.run());
        response.exceptionHandler(gone -> told.run());
    }

    /** Makes pieces only as fast as the client reads them, and gives the event loop to others in between. */
    private void sendRest(AnswerBody body) {
        if (response.ended() || response.closed()) {
            ended.tryComplete();
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> sendRest(body));
            return;
        }
        Optional<AnswerBody.Piece> piece;
        try {
            piece = body.nextPiece();
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "{} broke off after {} bytes, for the rest cannot be made", Printable.of(request.path()), bytes, e);
            BrokenOff.end(request);
            ended.tryFail(e);
            return;
        }
        if (piece.isEmpty()) {
            response.end().onComplete(ended);
            return;
        }
        bytes += piece.get().bytes().length();
        response.write(piece.get().bytes())
                .onComplete(sent -> piece.get().letGo().run());
        context.runOnContext(nothing -> sendRest(body));
    }
}
