package dev.berth.api.http;

import dev.berth.api.connection.ConnectionWatch;
import dev.berth.api.connection.Connections;
import dev.berth.api.problem.ErrorBody;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.projector.DatedSnapshot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer: {@link Admission} decides whether it may come in; then it is forwarded, or its body is
 * read and its handler called. It stays on the event loop that received it, but for long bodies, which are parsed on
 * threads of their own. Whatever is thrown on the way, the request is answered.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final String RETRY_AFTER_S = "1";

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
    private final ConnectionWatch watch;
    private final String requestId;
    private final long startNanos = System.nanoTime();
    private Optional<Duration> maxStaleness = Optional.empty();
    private volatile Optional<DatedSnapshot> read = Optional.empty();
    private boolean isOver;

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
        this.admission = new Admission(server, request, head, requestId);
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
            boolean isLast = server.underWay().isStopping() && request.version() != HttpVersion.HTTP_2;
            if (isLast || incoming.isTooLongToLetBy()) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
    }

    private void over() {
        if (!isOver) {
            isOver = true;
            server.underWay().end();
            incoming.stopTimer();
            bodyShare.giveBack();
            watch.answered();
        }
    }

    /** Takes the next step; whatever it throws becomes the answer. */
    private void orFail(Runnable step) {
        try {
            step.run();
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
            request.pause();
            awaitPaused(known, next);
        }
    }

    private <T> void awaitPaused(Future<T> known, Consumer<T> next) {
        known.onComplete(result -> context.runOnContext(nothing -> {
            orFail(() -> goOn(known, next));
            // The client may have gone meanwhile.
            if (!request.isEnded()) {
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
        Call call = admitted.call();
        maxStaleness = admitted.maxStaleness();
        read = maxStaleness
                .flatMap(max -> server.barrier().read(call.region(), max))
                .filter(held -> admitted.position().map(held::shows).orElse(true));
        whereItBelongs(call.route(), call.region(), () -> {
            if (call.route().takesBody(call.version())) {
                incoming.read(body -> orFail(() -> answer(admitted.with(body))), this::fail);
            } else {
                answer(admitted);
            }
        });
    }

    /** Serves the request if its region is here; otherwise forwards it, with its body unread. */
    private void whereItBelongs(Route route, Region region, Runnable serve) {
        if (route.isAboutInstance() || read.isPresent() || server.forwarding().isHere(region)) {
            serve.run();
            return;
        }
        incoming.sendContinue();
        // The instance that the request is forwarded to reads the body.
        request.pause();
        awaitPaused(server.forwarding().forward(region, request, requestId), passed -> {
            if (passed.isPresent()) {
                over();
                server.metrics().record(admission.route(), passed.getAsInt(), startNanos);
            } else {
                serve.run();
            }
        });
    }

    private void answer(Admission.Admitted admitted) {
        if (admitted.call().body().map(Buffer::length).orElse(0) <= SHORT_BODY_BYTES) {
            finish(answered(admitted));
            return;
        }
        try {
            finish(server.bodyThreads().make(() -> answered(admitted)).thenCompose(answer -> answer));
        } catch (RejectedExecutionException full) {
            throw Problem.notAppended("Too many long bodies are being read.").exception();
        }
    }

    private CompletionStage<Answer> answered(Admission.Admitted admitted) {
        Call call = admitted.call();
        Call keyed = admitted.key()
                .map(text -> call.with(IdempotencyKey.of(
                        text,
                        call.caller(),
                        call.region(),
                        request.method().name(),
                        request.uri(),
                        call.version(),
                        call.body())))
                .orElse(call);
        return admitted.position().isPresent() && read.isEmpty()
                ? reached(call.route(), call.region(), admitted.position().get())
                        .thenCompose(nothing -> handled(keyed))
                : handled(keyed);
    }

    /** If the answer has to say how old its data is, the handler is given a snapshot and reads only that. */
    private CompletionStage<Answer> handled(Call call) {
        if (maxStaleness.isPresent() && read.isEmpty()) {
            read = server.barrier().read(call.region(), Duration.ZERO);
        }
        return call.route().handler().handle(read.map(call::from).orElse(call));
    }

    private CompletionStage<Void> reached(Route route, Region region, Position position) {
        CompletionStage<Void> reached = server.barrier().reached(region, position);
        return route.isReadOnly()
                ? reached
                : reached.exceptionally(failure -> {
                    Throwable cause = causeOf(failure);
                    throw cause instanceof ProblemException late
                                    && late.problem().status() == UNAVAILABLE
                            ? Problem.notAppended(late.problem().detail() + ".").exception()
                            : new CompletionException(cause);
                });
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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
                fail(causeOf(failure));
            }
        }));
    }

    private void fail(Throwable failure) {
        try {
            tell(failure);
        } catch (Throwable worse) {
            LOG.warn("{} could not be told {}: {}", requestId, Printable.of(failure), Printable.of(worse));
            endBare(request);
        }
    }

    private void tell(Throwable failure) {
        if (failure instanceof ProblemWithHeader headed) {
            send(problem(headed.problem()).header(headed.name(), headed.value()));
        } else if (failure instanceof ProblemException expected) {
            send(problem(expected.problem()));
        } else if (failure instanceof MalformedException impossible) {
            // Commands check their own values, so that no handler has to repeat the checks.
            send(problem(Problem.badRequest(impossible.getMessage())));
        } else if (request.response().ended() || request.response().closed()) {
            LOG.debug("{} was cut off: {}", requestId, failure.toString());
            over();
        } else if (failure instanceof CutOffException) {
            // Not louder: a client can do this as often as it likes.
            LOG.debug("{} was cut off: {}", requestId, failure.toString());
            over();
            incoming.end();
        } else {
            LOG.error("{} {} {} failed", requestId, request.method(), Printable.of(request.uri()), failure);
            send(problem(new Problem(500, String.valueOf(failure.getMessage()), ErrorCode.UNDEFINED)));
        }
    }

    private Answer problem(Problem problem) {
        ErrorBody body = new ErrorBody(
                problem,
                request.method().name(),
                head.mediaType(),
                head.accept().toString(),
                admission.version(),
                requestId);
        Answer answer = ErrorAnswer.of(body, head.accept());
        return problem.status() == UNAVAILABLE || problem.status() == TOO_MANY
                ? answer.header("retry-after", RETRY_AFTER_S)
                : answer;
    }

    private void send(Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            answer.discard();
            over();
            return;
        }
        if (server.config().cors().isOn() && !request.method().equals(HttpMethod.OPTIONS)) {
            head.header(HttpHeaders.ORIGIN)
                    .ifPresent(origin -> server.config().cors().addHeaders(answer, origin));
        }
        read.ifPresent(
                from -> Staleness.addHeaders(answer, from, server.forwarding().instance()));
        if (!sender.send(answer, admission.version(), requestId)) {
            send(problem(AnswerSender.NO_ROOM));
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
