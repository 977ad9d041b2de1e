package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Identity;
import dev.berth.api.connection.ConnectionWatch;
import dev.berth.api.connection.Connections;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.policy.Target;
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
 * Takes one request from its first byte to its answer. The order of the checks is Placement's, because it decides which
 * of several errors a client sees: CORS, who calls, version, content-length and -type, route, method, version of the
 * route, content, policy; then the body is read, and the handler asked. Its fields are what is known so far, and the
 * error body needs them. It stays on the event loop that received it, but for long bodies, which are parsed beside it.
 * Whatever is thrown on the way, the request is answered.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final String RETRY_AFTER_S = "1";

    /** To parse and check more than this takes longer than others on the event loop should wait. */
    private static final int SHORT_BODY_BYTES = 16 * 1024;

    private final ServerParts server;
    private final HttpServerRequest request;
    private final Context context;
    private final RequestHead head;
    private final RequestBody incoming;
    private final BodyBudget.Share bodyShare;
    private final AnswerSending sending;
    private final ConnectionWatch watch;
    private final String requestId;
    private final long startNanos = System.nanoTime();
    private Optional<Microversion> version = Optional.empty();
    private Optional<Route> route = Optional.empty();
    private Optional<Duration> maxStaleness = Optional.empty();
    private volatile Optional<DatedSnapshot> read = Optional.empty();
    private boolean isOver;

    /** Where a request leads. */
    private record Destination(Optional<Located> located, Optional<Router.Match> match) {}

    private Exchange(ServerParts server, HttpServerRequest request, Context context) {
        this.server = server;
        this.request = request;
        this.context = context;
        this.head = new RequestHead(request);
        this.bodyShare = server.bodies().share();
        this.incoming =
                new RequestBody(request, context, server.config().limits(), bodyShare, server.metrics()::cutInBody);
        this.sending = new AnswerSending(server, request, context, this::over);
        this.watch = Connections.watch(request.connection());
        this.requestId = RequestId.of(request.headers());
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

    /** The last word where not even an error can be told: a status, and the end of the connection. */
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

    /** It is under way from here on, until it is answered or nobody waits for an answer any more. */
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

    /** Takes the next step; if it throws whatever, that is the answer. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void begin() {
        Optional<Problem> fault =
                Framing.fault(request).or(() -> server.config().audience().fault(request, server.config()));
        if (fault.isPresent()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.response().endHandler(nothing -> {
                over();
                request.connection().close();
            });
            throw fault.get().exception();
        }
        if (server.config().cors().isOn() && request.method().equals(HttpMethod.OPTIONS)) {
            send(server.config()
                    .cors()
                    .preflight(
                            head.header(HttpHeaders.ORIGIN),
                            head.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD),
                            head.preflightHeaders()));
            return;
        }
        String path = head.path();
        Optional<Located> located = Located.of(path);
        Destination target = new Destination(
                located, located.flatMap(place -> server.router().match(place.path())));
        boolean isOpenToAll = path.isEmpty()
                || path.equals("/")
                || target.match()
                        .flatMap(match -> match.route(request.method()))
                        .map(found -> found.policy().isEmpty())
                        .orElse(false);
        if (isOpenToAll) {
            admit(Caller.NOBODY, target);
        } else {
            await(server.authentication().identify(head.credentials()), identity -> admit(identity, target));
        }
    }

    /** Goes on once something is known; until then nothing more of the request is read. */
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
            // A caller may have gone meanwhile.
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

    private void admit(Identity identity, Destination target) {
        if (identity instanceof Identity.Known known) {
            admit(known.caller(), target);
        } else if (identity instanceof Identity.Unknown unknown) {
            Answer answer = problem(new Problem(401, "", ErrorCode.UNDEFINED));
            unknown.challenge().ifPresent(challenge -> answer.header("www-authenticate", challenge));
            send(answer);
        } else if (identity instanceof Identity.Undecided undecided) {
            throw new Problem(UNAVAILABLE, undecided.reason(), ErrorCode.UNDEFINED).exception();
        }
    }

    private void admit(Caller caller, Destination target) {
        Microversion negotiated = head.negotiate();
        version = Optional.of(negotiated);
        head.requireContentType();
        Router.Match match =
                target.match().orElseThrow(() -> Problem.notFound("").exception());
        Route found = match.route(request.method()).orElseThrow(() -> new MethodNotAllowed(match.allowed()));
        route = Optional.of(found);
        head.requireServed(found, negotiated);
        requirePermission(found, caller);
        if (!found.isAboutInstance() && server.underWay().isStopping()) {
            throw stopping(found).exception();
        }
        Located place = target.located().orElseThrow();
        Optional<Position> position = head.position();
        Optional<String> key = found.isReadOnly()
                ? Optional.empty()
                : IdempotencyKey.named(request.headers().getAll(HeaderNames.KEY));
        maxStaleness = found.mayBeStale()
                ? Staleness.allowed(request.headers().getAll(HeaderNames.MAX_STALENESS))
                : Optional.empty();
        read = maxStaleness
                .flatMap(max -> server.barrier().read(place.region(), max))
                .filter(held -> position.map(held::shows).orElse(true));
        whereItBelongs(found, place.region(), () -> {
            Call call = call(found, negotiated, place, match, caller);
            if (found.takesBody(negotiated)) {
                incoming.read(body -> orFail(() -> answer(call.with(body), key, position)), this::fail);
            } else {
                answer(call, key, position);
            }
        });
    }

    private void requirePermission(Route asked, Caller caller) {
        if (!asked.policy().isEmpty()) {
            Target about = asked.projectParameter()
                    .map(parameter -> Target.project(head.query().last(parameter)))
                    .orElseGet(() -> Target.of(caller));
            server.config()
                    .policy()
                    .get()
                    .refusal(caller, asked.policy(), about)
                    .ifPresent(words -> {
                        throw new Problem(403, words, ErrorCode.UNDEFINED).exception();
                    });
        }
    }

    private Problem stopping(Route asked) {
        String detail = "This instance is being stopped.";
        return asked.isReadOnly() ? new Problem(UNAVAILABLE, detail, ErrorCode.UNDEFINED) : Problem.notAppended(detail);
    }

    private Call call(Route asked, Microversion negotiated, Located place, Router.Match match, Caller caller) {
        return new Call(
                asked,
                negotiated,
                place.region(),
                head.origin(server.config()),
                head.prefix() + place.prefix(),
                match.parameters(),
                head.query(),
                head.accept().prefers(Answer.TEXT, Answer.JSON),
                Optional.empty(),
                caller,
                Optional.empty(),
                requestId,
                RequestId.global(request.headers()),
                Optional.empty());
    }

    /** Serves the request here if its region is here; else it waits unread until it is known where it belongs. */
    private void whereItBelongs(Route asked, Region region, Runnable serve) {
        if (asked.isAboutInstance() || read.isPresent() || server.forwarding().isHere(region)) {
            serve.run();
            return;
        }
        incoming.ask();
        // What comes of the body is for whoever gets the request.
        request.pause();
        awaitPaused(server.forwarding().forward(region, request, requestId), passed -> {
            if (passed.isPresent()) {
                over();
                server.metrics().record(route, passed.getAsInt(), startNanos);
            } else {
                serve.run();
            }
        });
    }

    private void answer(Call call, Optional<String> key, Optional<Position> position) {
        if (call.body().map(Buffer::length).orElse(0) <= SHORT_BODY_BYTES) {
            finish(answered(call, key, position));
            return;
        }
        try {
            finish(server.bodyThreads()
                    .make(() -> answered(call, key, position))
                    .thenCompose(answer -> answer));
        } catch (RejectedExecutionException full) {
            throw Problem.notAppended("Too many long bodies are being read.").exception();
        }
    }

    private CompletionStage<Answer> answered(Call call, Optional<String> key, Optional<Position> position) {
        Call keyed = key.map(text -> call.with(IdempotencyKey.of(
                        text,
                        call.caller(),
                        call.region(),
                        request.method().name(),
                        request.uri(),
                        call.version(),
                        call.body())))
                .orElse(call);
        return position.isPresent() && read.isEmpty()
                ? reached(call.route(), call.region(), position.get()).thenCompose(nothing -> handled(keyed))
                : handled(keyed);
    }

    /** A read whose answer has to say what it was made from is read before, and by its handler from that alone. */
    private CompletionStage<Answer> handled(Call call) {
        if (maxStaleness.isPresent() && read.isEmpty()) {
            read = server.barrier().read(call.region(), Duration.ZERO);
        }
        return call.route().handler().handle(read.map(call::from).orElse(call));
    }

    private CompletionStage<Void> reached(Route asked, Region region, Position position) {
        CompletionStage<Void> reached = server.barrier().reached(region, position);
        return asked.isReadOnly()
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
        if (failure instanceof MethodNotAllowed notAllowed) {
            Problem problem =
                    new Problem(405, "The method specified is not allowed for this resource.", ErrorCode.UNDEFINED);
            send(problem(problem).header("allow", notAllowed.allowed));
        } else if (failure instanceof ProblemException expected) {
            send(problem(expected.problem()));
        } else if (failure instanceof MalformedException impossible) {
            // Commands know what they may be, so no handler needs to say it again.
            send(problem(Problem.badRequest(impossible.getMessage())));
        } else if (request.response().ended() || request.response().closed()) {
            LOG.debug("{} was cut off: {}", requestId, failure.toString());
            over();
        } else if (failure instanceof CutOffException) {
            // At no higher level: a client can do so as often as it likes.
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
                version,
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
        if (!sending.hasRoom(answer)) {
            answer.discard();
            send(problem(AnswerSending.NO_ROOM));
            return;
        }
        if (server.config().cors().isOn() && !request.method().equals(HttpMethod.OPTIONS)) {
            head.header(HttpHeaders.ORIGIN)
                    .ifPresent(origin -> server.config().cors().mark(answer, origin));
        }
        read.ifPresent(from -> Staleness.mark(answer, from, server.forwarding().instance()));
        response.setStatusCode(answer.status());
        AnswerHead.write(response.headers(), answer, version, requestId);
        sending.send(answer);
        incoming.endUnread();
        server.metrics().record(route, answer.status(), startNanos);
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} ({}) {} {} in {}: {}",
                    requestId,
                    head.header(RequestId.HEADER).map(Printable::of).orElse("no id of the caller's"),
                    request.method(),
                    Printable.of(request.uri()),
                    version,
                    answer.status());
        }
    }

    private static final class MethodNotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String allowed;

        MethodNotAllowed(String allowed) {
            super("only " + allowed, null, false, false);
            this.allowed = allowed;
        }
    }
}
