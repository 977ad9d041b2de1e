package dev.berth.api.http;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.Optional;

/**
 * The body of one request: read only when a handler needs it, within bounds of size and time. Otherwise it is discarded
 * as it arrives. Runs on the request's event loop.
 */
final class RequestBody {
    /**
     * How much of an unread body may still arrive before the connection ends. A client that has begun to send a body
     * may read its answer only after all of it.
     */
    private static final int UNWANTED_BYTES_MAX = 16 * 1024 * 1024;

    /** The same for a client that waits for 100 Continue before it sends the body. */
    private static final int HELD_BACK_BYTES_MAX = 256 * 1024;

    private static final long UNWANTED_MS_MAX = 2_000;
    private static final long NO_TIMER = -1;

    private final HttpServerRequest request;
    private final Context context;
    private final HttpLimits limits;
    private final BodyBudget.Share share;
    private final Runnable whenLate;
    private Buffer bytes = Buffer.buffer();

    /** Whether the bytes are more than the one chunk they came in. */
    private boolean isJoined;

    private long timer = NO_TIMER;
    private boolean isFailed;

    RequestBody(
            HttpServerRequest request, Context context, HttpLimits limits, BodyBudget.Share share, Runnable whenLate) {
        this.request = request;
        this.context = context;
        this.limits = limits;
        this.share = share;
        this.whenLate = whenLate;
    }

    /** Whether the request has a body, as far as its head tells; with HTTP/2 only the end of the stream does. */
    private boolean mayCome() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return !request.isEnded()
                && (length == null
                        ? request.version() == HttpVersion.HTTP_2
                                || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                        : !length.equals("0"));
    }

    /**
     * Reads all of it.
     *
     * @param next given the body once it has come, empty if there is none
     * @param failed given why there will be none, as a {@link ProblemException}, once at most
     */
    void read(Handler<Optional<Buffer>> next, Handler<Throwable> failed) {
        if (!mayCome()) {
            next.handle(Optional.empty());
            return;
        }
        if (announced() > limits.bodyBytesMax()) {
            throw tooLarge();
        }
        sendContinue();
        timer = context.owner().setTimer(limits.bodyTime().toMillis(), id -> {
            timer = NO_TIMER;
            whenLate.run();
            fail(failed, late());
        });
        request.handler(chunk -> take(chunk, failed));
        request.exceptionHandler(broken -> fail(failed, unreadable(broken)));
        request.endHandler(end -> {
            stopTimer();
            if (!isFailed) {
                next.handle(bytes.length() == 0 ? Optional.empty() : Optional.of(bytes));
            }
        });
    }

    /** Sends 100 Continue to a client that waits for it before it sends the body. */
    void sendContinue() {
        String expected = request.getHeader(HttpHeaders.EXPECT);
        if (mayCome() && expected != null && expected.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
    }

    private void take(Buffer chunk, Handler<Throwable> failed) {
        if (isFailed) {
            return;
        }
        if (bytes.length() + (long) chunk.length() > limits.bodyBytesMax()) {
            fail(failed, tooLarge());
        } else if (!share.take(chunk.length())) {
            fail(failed, noRoom());
        } else {
            add(chunk);
        }
    }

    /** Most bodies come as one chunk, which is not copied. */
    private void add(Buffer chunk) {
        if (bytes.length() == 0) {
            bytes = chunk;
            return;
        }
        if (!isJoined) {
            bytes = Buffer.buffer().appendBuffer(bytes);
            isJoined = true;
        }
        bytes.appendBuffer(chunk);
    }

    private void fail(Handler<Throwable> failed, Throwable why) {
        stopTimer();
        if (!isFailed) {
            isFailed = true;
            failed.handle(why);
        }
    }

    /** Stops waiting for the body. */
    void stopTimer() {
        if (timer != NO_TIMER) {
            context.owner().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    /**
     * To be called when the answer was sent. What is left of the body is read and discarded, because a client that
     * still sends might not see the answer otherwise; but only for a while, then the connection ends.
     */
    void endUnread() {
        if (request.isEnded() || !mayCome()) {
            return;
        }
        long[] unwanted = {0};
        long closing = context.owner().setTimer(UNWANTED_MS_MAX, id -> end());
        request.handler(chunk -> {
            unwanted[0] += chunk.length();
            if (unwanted[0] > UNWANTED_BYTES_MAX) {
                end();
            }
        });
        request.exceptionHandler(cutOff -> context.owner().cancelTimer(closing));
        request.endHandler(end -> context.owner().cancelTimer(closing));
        request.resume();
    }

    /** Whether so much of the body is still to come that the connection has to end with the answer. */
    boolean isTooLongToLetBy() {
        boolean isHeldBack = request.headers().contains(HttpHeaders.EXPECT);
        return request.version() != HttpVersion.HTTP_2
                && mayCome()
                && announced() > (isHeldBack ? HELD_BACK_BYTES_MAX : UNWANTED_BYTES_MAX);
    }

    /** Ends what the request came on: its stream, or its connection. */
    void end() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    /** How long the client says that it is; 0 if it does not say. */
    private long announced() {
        try {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("expected content-length as a whole number but got "
                            + request.getHeader(HttpHeaders.CONTENT_LENGTH))
                    .exception();
        }
    }

    /** A connection that broke has no client to answer; a body that cannot be read has. */
    private static Throwable unreadable(Throwable broken) {
        return broken instanceof IOException || broken instanceof VertxException
                ? new CutOffException(broken)
                : Problem.badRequest("expected a body in chunks, each with its length before it, but got "
                                + broken.getMessage())
                        .exception();
    }

    private ProblemException tooLarge() {
        return new Problem(413, "A body may have " + limits.bodyBytesMax() + " bytes at most.", ErrorCode.UNDEFINED)
                .exception();
    }

    private ProblemException late() {
        return new Problem(
                        408,
                        "A body may take " + limits.bodyTime().toSeconds() + " s to come; " + bytes.length()
                                + " bytes arrived.",
                        ErrorCode.UNDEFINED)
                .exception();
    }

    private static ProblemException noRoom() {
        return new Problem(
                        503,
                        "Too much memory is held by the bodies of other requests. Nothing was appended;"
                                + " send it again.",
                        ErrorCode.UNDEFINED)
                .exception();
    }
}
