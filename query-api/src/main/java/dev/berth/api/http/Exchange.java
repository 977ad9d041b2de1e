package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import dev.berth.api.connection.ConnectionWatch;
import dev.berth.api.connection.Connections;
import dev.berth.api.problem.Problem;
import dev.berth.api.trace.RequestScope;
import dev.berth.events.model.Printable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of one request from its head to its answer: {@link Admission} decides whether it may come in; then it is
 * forwarded, or {@link RequestBody} reads its body, {@link HandlerCall} calls its handler and {@link AnswerSender}
 * sends the answer. It stays on the event loop that received it, but for long bodies, which are parsed on threads of
 * their own. Whatever is thrown on the way, the request is answered.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** A longer body takes more time to parse than other requests on the event loop should have to wait. */
    private static final int SHORT_BODY_BYTES = 16 * 1024;

    private final ServerParts server;
    private final HttpServerRequest request;
    private final Context context;
    private final RequestHead head;
    private final RequestBody incoming;
    private final BodyBudget.Share bodyShare;
    private final AnswerSender sender;
    private final Admission admission;
    private final ErrorAnswers errors;
    private final ConnectionWatch watch;
    private final String requestId;
    private final RequestScope scope;
    private final long startNanos = System.nanoTime();
    private Optional<Caller> caller = Optional.empty();
    private Optional<HandlerCall> handlerCall = Optional.empty();
    private boolean isOver;

    /** For how many things it is waited with the request paused. */
    private int waits;

    /** The way of the request through another instance; empty unless it was passed on. */
    private Optional<Future<OptionalInt>> passage = Optional.empty();

    private Exchange(ServerParts server, HttpServerRequest request, Context context) {
        this.server = server;
        this.request = request;
        this.context = context;
        this.head = new RequestHead(request);
        this.bodyShare = server.bodies().share();
        this.incoming =
                new RequestBody(request, context, server.config().limits(), bodyShare, server.metrics()::cutInBody);
        this.watch = Connections.watch(request.connection());
        this.requestId = RequestId.of(request.headers());
        this.scope = new RequestScope(requestId, server.config().traces().begin(request, requestId));
        this.admission = new Admission(server, request, head, requestId);
        this.errors = new ErrorAnswers(request, head, admission, requestId);
        this.sender = new AnswerSender(server, request, context, this::over);
    }

    /** Serves a request; on its event loop. */
    static void serve(ServerParts server, HttpServerRequest request, Context context) {
        try {
            server.config().senders().clean(request);
            Exchange exchange = new Exchange(server, request, context);
            exchange.count();
            exchange.orFail(exchange::begin);
        } catch (Throwable e) {
            LOG.error("a request could not be begun", e);
            endBare(request);
        }
    }

    /** The last resort when not even an error can be written: a bare status, and the connection ends. */
    private static void endBare(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.headWritten()) {
            response.setStatusCode(500)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end()
                    .onComplete(sent -> request.connection().close());
        } else {
            request.connection().close();
        }
    }

    /** Counts the request as under way until it is answered or its client has gone. */
    private void count() {
        server.underWay().begin();
        watch.asked(request.version() == HttpVersion.HTTP_2);
        HttpServerResponse response = request.response();
        response.endHandler(nothing -> over());
        response.closeHandler(nothing -> over());
        response.headersEndHandler(nothing -> {
            boolean isLast = server.underWay().isLast() && request.version() != HttpVersion.HTTP_2;
            if (isLast || incoming.isTooLongToLetBy()) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            // What the sender of answers does for all others.
            passage.ifPresent(way -> new SlowReaderWatch(
                            request, context, server.config().limits(), server.metrics()::cutInAnswer)
                    .watch(way.mapEmpty(), response::bytesWritten));
        });
    }

    private void over() {
        if (!isOver) {
            isOver = true;
            server.underWay().end();
            incoming.stopTimer();
            bodyShare.giveBack();
            watch.answered();
            scope.run(this::tell);
        }
    }

    /** Tells those who follow requests, and the log where it is to have all of them. */
    private void tell() {
        scope.trace()
                .ended(
                        admission.route().map(Route::template),
                        request.response().getStatusCode());
        AccessLog.write(request, admission.route(), caller, startNanos);
    }

    /** Takes the next step; whatever it throws becomes the answer. */
    private void orFail(Runnable step) {
        try {
            scope.run(step);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void begin() {
        Optional<Problem> fault = admission.fault();
        if (fault.isPresent()) {
            closeOnceAnswered();
            throw fault.get().exception();
        }
        Optional<Answer> preflight = admission.preflight();
        if (preflight.isPresent()) {
            send(preflight.get());
        } else {
            await(admission.identify(), identity -> serve(admission.admit(identity)));
        }
    }

    private void closeOnceAnswered() {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.response().endHandler(nothing -> {
            over();
            request.connection().close();
        });
    }

    /** Continues when the future completes; until then nothing more of the request is read. */
    private <T> void await(Future<T> known, Consumer<T> next) {
        if (known.isComplete()) {
            goOn(known, next);
        } else {
            pause();
            awaitPaused(known, next);
        }
    }

    private void pause() {
        waits++;
        request.pause();
    }

    private <T> void awaitPaused(Future<T> known, Consumer<T> next) {
        known.onComplete(result -> context.runOnContext(nothing -> {
            orFail(() -> goOn(known, next));
            waits--;
            // The next step may wait too, and the client may have gone meanwhile.
            if (waits == 0 && !request.isEnded()) {
                request.resume();
            }
        }));
    }

    private <T> void goOn(Future<T> known, Consumer<T> next) {
        if (known.failed()) {
            fail(known.cause());
        } else {
            next.accept(known.result());
        }
    }

    private void serve(Admission.Admitted admitted) {
        caller = Optional.of(admitted.call().caller());
        HandlerCall handler = new HandlerCall(server, request, admitted);
        handlerCall = Optional.of(handler);
        Route route = admitted.call().route();
        boolean isHere = route.isAboutInstance()
                || handler.read().isPresent()
                || server.forwarding().isHere(admitted.call().region());
        if (isHere) {
            serve(handler, admitted.call());
        } else {
            forward(handler, admitted.call());
        }
    }

    private void serve(HandlerCall handler, Call call) {
        if (call.route().takesBody(call.version())) {
            incoming.read(body -> orFail(() -> answer(handler, body)), this::fail);
        } else {
            answer(handler, Optional.empty());
        }
    }

    /** Forwards the request with its body unread; serves it after all if its region has come here meanwhile. */
    private void forward(HandlerCall handler, Call call) {
        incoming.sendContinue();
        // The instance that the request is forwarded to reads the body.
        pause();
        scope.trace().passOn(request.headers());
        Future<OptionalInt> way = server.forwarding().forward(call.region(), request, requestId);
        passage = Optional.of(way);
        awaitPaused(way, passed -> {
            if (passed.isPresent()) {
                over();
                UnframedBody.end(request);
                server.metrics().record(admission.route(), passed.getAsInt(), startNanos);
            } else {
                serve(handler, call);
            }
        });
    }

    private void answer(HandlerCall handler, Optional<Buffer> body) {
        if (body.map(Buffer::length).orElse(0) <= SHORT_BODY_BYTES) {
            finish(handler.answer(body));
            return;
        }
        try {
            finish(server.bodyThreads().make(() -> handler.answer(body)).thenCompose(answer -> answer));
        } catch (RejectedExecutionException full) {
            throw Problem.notAppended("Too many long bodies are being read.").exception();
        }
    }

    private void finish(CompletionStage<Answer> stage) {
        CompletableFuture<Answer> future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            send(future.join());
            return;
        }
        future.whenComplete((answer, failure) -> context.runOnContext(nothing -> {
            if (failure == null) {
                orFail(() -> send(answer));
            } else {
                fail(ErrorAnswers.causeOf(failure));
            }
        }));
    }

    private void fail(Throwable failure) {
        try {
            scope.run(() -> answer(failure));
        } catch (Throwable worse) {
            LOG.warn("{} could not be told {}: {}", requestId, Printable.of(failure), Printable.of(worse));
            endBare(request);
        }
    }

    private void answer(Throwable failure) {
        if (isFinished(request.response())) {
            cutOff(failure);
        } else if (failure instanceof CutOffException) {
            cutOff(failure);
            incoming.end();
        } else {
            send(errors.of(failure));
        }
    }

    /** Whether there is nobody to answer any more. */
    private static boolean isFinished(HttpServerResponse response) {
        return response.ended() || response.closed();
    }

    /** Not louder: a client can do this as often as it likes. */
    private void cutOff(Throwable failure) {
        LOG.debug("{} was cut off: {}", requestId, failure.toString());
        over();
    }

    private void send(Answer answer) {
        if (isFinished(request.response())) {
            answer.discard();
            over();
            return;
        }
        if (server.config().cors().isOn() && !request.method().equals(HttpMethod.OPTIONS)) {
            head.header(HttpHeaders.ORIGIN)
                    .ifPresent(origin -> server.config().cors().addHeaders(answer, origin));
        }
        handlerCall
                .flatMap(HandlerCall::read)
                .ifPresent(from ->
                        Staleness.addHeaders(answer, from, server.forwarding().instance()));
        if (admission.isDryRun()) {
            answer.header(DryRun.HEADER, "true");
        }
        handlerCall.flatMap(HandlerCall::past).ifPresent(past -> RegionPast.addHeaders(answer, past));
        if (!sender.send(answer, admission.version(), requestId)) {
            send(errors.of(AnswerSender.NO_ROOM));
            return;
        }
        incoming.endUnread();
        server.metrics().record(admission.route(), answer.status(), startNanos);
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} ({}) {} {} in {}: {}",
                    requestId,
                    head.header(RequestId.HEADER).map(Printable::of).orElse("no id of the caller's"),
                    request.method(),
                    Printable.of(request.uri()),
                    admission.version(),
                    answer.status());
        }
    }
}
