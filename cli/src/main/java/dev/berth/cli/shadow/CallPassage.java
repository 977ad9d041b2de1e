package dev.berth.cli.shadow;

import dev.berth.api.connection.ConnectionWatch;
import dev.berth.api.connection.Connections;
import dev.berth.api.forward.PassedHeaders;
import dev.berth.api.problem.ErrorCode;
import dev.berth.events.model.Printable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a client on its way to the service that answers, and the answer on its way back. Neither is changed but
 * for the headers that belong to one connection, and the name of the service, for each is called by its own. A call
 * whose client has gone is seen through, so that it is known what came of it. On one event loop.
 */
final class CallPassage {
    private static final Logger LOG = LoggerFactory.getLogger(CallPassage.class);
    private static final int TOO_LATE = 408;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ServiceRoles roles;
    private final ServiceConnections upstream;
    private final Shadow shadow;
    private final ShadowReport report;
    private final MemoryBudget.Share share;
    private final BodyDeadline deadline;
    private final String method;
    private final String path;
    private final long arrivedNs = System.nanoTime();

    /** Empty for a call that goes by unseen: one that is too large to be kept, or cannot be followed. */
    private Optional<ShadowCall> call = Optional.empty();

    private boolean isOver;
    private boolean isAnswered;

    /** Whether the client went before its body was whole, or was too slow, so that no answer is owed to it. */
    private boolean isGivenUp;

    /** The call whose body is sent on as it comes. */
    private Optional<HttpClientRequest> streamed = Optional.empty();

    /** What is to be done when the client goes while its answer waits for it. */
    private Runnable resume = () -> {};

    private long sentNs;

    CallPassage(
            HttpServerRequest request,
            ServiceRoles roles,
            ServiceConnections upstream,
            Shadow shadow,
            ShadowReport report,
            MemoryBudget.Share share,
            BodyDeadline deadline) {
        this.request = request;
        this.response = request.response();
        this.roles = roles;
        this.upstream = upstream;
        this.shadow = shadow;
        this.report = report;
        this.share = share;
        this.deadline = deadline;
        this.method = request.method().name();
        this.path = path(request.uri(), roles.prefix());
    }

    /** Of the target of a request what follows the prefix; a service as a whole, as OPTIONS names it, has none. */
    static String path(String target, String prefix) {
        if (target.equals(ServiceConnections.WHOLE_SERVICE)) {
            return target;
        }
        String path = target.startsWith(prefix) ? target.substring(prefix.length()) : target;
        // The root of a service may be asked for without a slash behind its prefix.
        return path.startsWith("/") ? path : "/" + path;
    }

    void begin() {
        ConnectionWatch watch = Connections.watch(request.connection());
        watch.asked(request.version() == HttpVersion.HTTP_2);
        response.endHandler(sent -> {
            isAnswered = true;
            watch.answered();
        });
        response.closeHandler(gone -> {
            if (!isAnswered) {
                isAnswered = true;
                watch.answered();
            }
            deadline.stop();
            resume.run();
        });
        response.exceptionHandler(gone -> {
            // The client is; what it asked for is seen through all the same.
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
            response.writeContinue();
        }
        boolean hasBody = request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (hasBody) {
            collect();
        } else {
            send(Buffer.buffer(), false);
        }
    }

    /** Keeps the body while it comes; one that is too long is passed on as it comes. */
    private void collect() {
        Buffer kept = Buffer.buffer();
        request.handler(chunk -> {
            kept.appendBuffer(chunk);
            if (kept.length() > KeptBytes.BYTES_MAX || !share.take(chunk.length())) {
                request.pause();
                stream(kept);
            }
        });
        request.endHandler(end -> {
            deadline.stop();
            send(kept, true);
        });
        request.exceptionHandler(gone -> share.release());
        deadline.start(this::late);
    }

    /** The rest of a body did not come in time. The service cannot do what it was told half. */
    private void late() {
        request.handler(rest -> {});
        request.endHandler(null);
        share.release();
        Future<?> told = isGone() || response.headWritten()
                ? Future.succeededFuture()
                : ShadowError.end(
                        response,
                        TOO_LATE,
                        ErrorCode.UNDEFINED.toString(),
                        "berth shadow waits " + BodyDeadline.USUAL.toSeconds()
                                + " s for a body, and longer for a long one; " + request.bytesRead()
                                + " bytes arrived.");
        streamed.ifPresent(this::giveUp);
        told.onComplete(end -> {
            if (request.version() == HttpVersion.HTTP_2) {
                response.reset();
            } else {
                request.connection().close();
            }
        });
    }

    private void send(Buffer body, boolean hasBody) {
        // What the call is about is found out while the connection opens, which takes longer.
        Future<HttpClientRequest> opening = upstream.open(method, path, request.headers(), hasBody);
        call = begun(body);
        opening.onComplete(
                opened -> {
                    sentNs = System.nanoTime();
                    (hasBody ? opened.send(body) : opened.send()).onComplete(this::back, this::lost);
                },
                this::unreached);
    }

    /** No fault of what follows may be a fault of this call. */
    private Optional<ShadowCall> begun(Buffer body) {
        try {
            return Optional.of(shadow.begin(method, path, request.headers(), body, share));
        } catch (RuntimeException e) {
            LOG.error("A call cannot be followed.", e);
            share.release();
            return Optional.empty();
        }
    }

    private void stream(Buffer first) {
        request.endHandler(null);
        share.release();
        deadline.giveLonger();
        upstream.openStream(method, path, request.headers())
                .onComplete(
                        opened -> {
                            if (isGone()) {
                                // Nothing was sent, and nobody will send the rest.
                                opened.reset();
                                return;
                            }
                            sentNs = System.nanoTime();
                            streamed = Optional.of(opened);
                            opened.setChunked(!opened.headers().contains(HttpHeaders.CONTENT_LENGTH));
                            opened.write(first);
                            opened.response().onComplete(this::back, this::lost);
                            request.handler(null);
                            request.exceptionHandler(null);
                            request.pipe().endOnFailure(false).to(opened).onFailure(broken -> cutBody(opened));
                        },
                        broken -> {
                            unreached(broken);
                            // What still comes is let go by, so that the client comes to the answer.
                            request.handler(rest -> {});
                            request.resume();
                        });
    }

    /**
     * Half of a body must not end as a whole one does. Where it is the client who has gone, or goes later, nothing more
     * will come; where it is the service that takes no more, its answer may still come.
     */
    private void cutBody(HttpClientRequest opened) {
        if (response.closed()) {
            giveUp(opened);
        } else {
            resume = () -> giveUp(opened);
        }
    }

    private void giveUp(HttpClientRequest opened) {
        isGivenUp = true;
        opened.reset();
    }

    /** A service makes a whole URL of the name by which it was called, which is not the client's. */
    private void locate() {
        String location = response.headers().get(HttpHeaders.LOCATION);
        if (location != null && request.authority() != null) {
            response.headers().set(HttpHeaders.LOCATION, roles.asCalled(location, request.authority()));
        }
    }

    private void back(HttpClientResponse answer) {
        long backNs = System.nanoTime();
        KeptBytes kept = new KeptBytes(share);
        response.setStatusCode(answer.statusCode());
        PassedHeaders.copy(answer.headers(), response.headers());
        locate();
        boolean hasLength = answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
        if (!hasLength && answer.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            response.setChunked(true);
        }
        answer.handler(chunk -> {
            // Of a call that goes by unseen nothing is kept, for nobody would give its memory back.
            call.ifPresent(known -> kept.add(chunk));
            if (!isGone()) {
                response.write(chunk);
                if (response.writeQueueFull()) {
                    answer.pause();
                    response.drainHandler(drained -> answer.resume());
                    resume = answer::resume;
                }
            }
        });
        answer.exceptionHandler(this::cut);
        answer.endHandler(end -> {
            isOver = true;
            if (!isGone()) {
                response.end();
            }
            report.added().record(sentNs - arrivedNs + System.nanoTime() - backNs);
            call.ifPresentOrElse(
                    known -> shadow.answered(known, kept.reply(answer.statusCode(), answer.headers())),
                    this::passedUnseen);
        });
    }

    private boolean isGone() {
        return response.closed() || response.ended();
    }

    private void cut(Throwable broken) {
        if (isOver) {
            // The connection was closed behind the answer.
            return;
        }
        isOver = true;
        unanswered();
        // Half of the answer is out: all that can be said now is that the rest will not come.
        response.reset();
    }

    private void lost(Throwable broken) {
        unanswered();
        tell(BAD_GATEWAY, broken);
    }

    /** Nothing was sent, so nothing can have come of it. */
    private void unreached(Throwable broken) {
        report.firstFailed();
        call.ifPresent(shadow::unsent);
        tell(UNAVAILABLE, broken);
    }

    private void tell(int status, Throwable broken) {
        if (isGone() || response.headWritten()) {
            return;
        }
        ShadowError.end(
                response,
                status,
                "berth.shadow.no_answer",
                "berth shadow got no answer from the " + roles.firstName() + " at "
                        + ServiceRoles.shown(roles.first())
                        + (status == UNAVAILABLE
                                ? ", which was not given the call: "
                                : ", which may have done what was asked: ")
                        + Printable.of(broken.getMessage()));
    }

    private void unanswered() {
        if (!isGivenUp) {
            report.firstFailed();
        }
        call.ifPresentOrElse(shadow::unanswered, this::passedUnseen);
        call = Optional.empty();
    }

    /** Nobody else gives back what was kept of the answer. */
    private void passedUnseen() {
        share.release();
        shadow.passedUnseen(method, path);
    }
}
