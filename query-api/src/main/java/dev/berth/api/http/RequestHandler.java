package dev.berth.api.http;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.microversion.Negotiation;
import dev.berth.api.policy.Target;
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
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one request from its first byte to its answer. The order of the checks is Placement's, because it decides which
 * of several errors a client sees: CORS, token, version, content-length and -type, route, method, version of the route,
 * content, policy; then the handler. Each request stays on the event loop that received it.
 */
final class RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_S = "1";

    private final ApiConfig config;
    private final Authentication authentication;
    private final Router router;
    private final Barrier barrier;
    private final Forwarding forwarding;
    private final HttpMetrics metrics;
    private final UnderWay underWay;

    RequestHandler(
            ApiConfig config,
            Authentication authentication,
            Router router,
            Barrier barrier,
            Forwarding forwarding,
            HttpMetrics metrics,
            UnderWay underWay) {
        this.config = config;
        this.authentication = authentication;
        this.router = router;
        this.barrier = barrier;
        this.forwarding = forwarding;
        this.metrics = metrics;
        this.underWay = underWay;
    }

    void handle(HttpServerRequest request, Context context) {
        Exchange exchange = new Exchange(request, context);
        exchange.count();
        try {
            exchange.begin();
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    /** One request's passage; its fields are what is known so far, and the error body needs them. */
    private final class Exchange {
        private final HttpServerRequest request;
        private final Context context;
        private final String requestId;
        private final long startNanos = System.nanoTime();
        private Optional<Microversion> version = Optional.empty();
        private Optional<Route> route = Optional.empty();
        private Optional<Duration> maxStaleness = Optional.empty();
        private Optional<DatedSnapshot> read = Optional.empty();
        private Accept accept;
        private QueryString query;
        private boolean isOver;

        Exchange(HttpServerRequest request, Context context) {
            this.request = request;
            this.context = context;
            this.requestId = RequestId.of(request.headers());
        }

        /** It is under way from here on, until it is answered or nobody waits for an answer any more. */
        void count() {
            underWay.begin();
            HttpServerResponse response = request.response();
            response.endHandler(nothing -> over());
            response.closeHandler(nothing -> over());
            response.headersEndHandler(nothing -> {
                if (underWay.isStopping() && request.version() != HttpVersion.HTTP_2) {
                    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
        }

        private void over() {
            if (!isOver) {
                isOver = true;
                underWay.end();
            }
        }

        void begin() {
            if (config.cors().isOn() && request.method().equals(HttpMethod.OPTIONS)) {
                send(preflight());
                return;
            }
            String rawPath = request.path() == null ? "/" : request.path();
            String path = QueryString.decode(rawPath).orElse(rawPath);
            Optional<Located> located = Located.of(path);
            Optional<Router.Match> match = located.flatMap(place -> router.match(place.path()));
            boolean isOpenToAll = path.isEmpty()
                    || path.equals("/")
                    || match.flatMap(m -> m.route(request.method()))
                            .map(route -> route.policy().isEmpty())
                            .orElse(false);
            if (isOpenToAll) {
                proceed(Caller.NOBODY, located, match);
                return;
            }
            Future<Identity> identity = authentication.identify(new Credentials(request.headers(), certificate()));
            if (identity.isComplete()) {
                proceed(identity.result(), located, match);
                return;
            }
            request.pause();
            identity.onComplete(found -> context.runOnContext(nothing -> {
                try {
                    proceed(found.result(), located, match);
                } catch (RuntimeException e) {
                    fail(e);
                }
                if (!request.isEnded()) {
                    request.resume();
                }
            }));
        }

        private void proceed(Identity identity, Optional<Located> located, Optional<Router.Match> match) {
            if (identity instanceof Identity.Known known) {
                proceed(known.caller(), located, match);
            } else if (identity instanceof Identity.Unknown unknown) {
                Answer answer = problem(new Problem(401, "", ErrorCode.UNDEFINED));
                unknown.challenge().ifPresent(challenge -> answer.header("www-authenticate", challenge));
                send(answer);
            } else if (identity instanceof Identity.Undecided undecided) {
                throw new Problem(UNAVAILABLE, undecided.reason(), ErrorCode.UNDEFINED).exception();
            }
        }

        private Optional<X509Certificate> certificate() {
            if (!request.isSSL()) {
                return Optional.empty();
            }
            try {
                return Optional.of((X509Certificate) request.sslSession().getPeerCertificates()[0]);
            } catch (SSLPeerUnverifiedException none) {
                return Optional.empty();
            }
        }

        private void proceed(Caller caller, Optional<Located> located, Optional<Router.Match> match) {
            Microversion negotiated = negotiate();
            version = Optional.of(negotiated);
            requireContentType();
            Router.Match found = match.orElseThrow(() -> Problem.notFound("").exception());
            Route route = found.route(request.method()).orElseThrow(() -> new MethodNotAllowed(found.allowed()));
            this.route = Optional.of(route);
            if (route.isContentFirst()) {
                requireContent(route, negotiated);
                requireServed(route, negotiated);
            } else {
                requireServed(route, negotiated);
                requireContent(route, negotiated);
            }
            requirePermission(route, caller);
            Located place = located.orElseThrow();
            Optional<Position> position = header(HeaderNames.BARRIER).map(Exchange::position);
            Optional<String> key = route.isReadOnly()
                    ? Optional.empty()
                    : IdempotencyKey.named(request.headers().getAll(HeaderNames.KEY));
            if (!route.isAboutInstance() && underWay.isStopping()) {
                throw stopping(route).exception();
            }
            maxStaleness = route.mayBeStale()
                    ? Staleness.allowed(request.headers().getAll(HeaderNames.MAX_STALENESS))
                    : Optional.empty();
            read = maxStaleness
                    .flatMap(max -> barrier.read(place.region(), max))
                    .filter(held -> position.map(held::shows).orElse(true));
            boolean isHere = route.isAboutInstance() || read.isPresent() || forwarding.isHere(place.region());
            whereItBelongs(
                    place.region(),
                    isHere,
                    () -> withBody(body -> {
                        Call call = new Call(
                                route,
                                negotiated,
                                place.region(),
                                request.scheme() + "://"
                                        + header(HttpHeaders.HOST).orElse(config.host()),
                                place.prefix(),
                                found.parameters(),
                                query(),
                                accept().prefers(Answer.TEXT, Answer.JSON),
                                body,
                                caller,
                                key.map(text -> IdempotencyKey.of(
                                        text,
                                        caller,
                                        place.region(),
                                        request.method().name(),
                                        request.uri(),
                                        negotiated,
                                        body)),
                                requestId,
                                RequestId.global(request.headers()),
                                Optional.empty());
                        CompletionStage<Answer> answer = position.isPresent() && read.isEmpty()
                                ? reached(route, place.region(), position.get()).thenCompose(nothing -> answer(call))
                                : answer(call);
                        finish(answer);
                    }));
        }

        private void requirePermission(Route route, Caller caller) {
            if (!route.policy().isEmpty()) {
                config.policy()
                        .get()
                        .refusal(caller, route.policy(), target(route, caller))
                        .ifPresent(words -> {
                            throw new Problem(403, words, ErrorCode.UNDEFINED).exception();
                        });
            }
        }

        private Target target(Route route, Caller caller) {
            return route.projectParameter()
                    .map(parameter -> Target.project(query().last(parameter)))
                    .orElseGet(() -> Target.of(caller));
        }

        private Problem stopping(Route route) {
            String detail = "This instance is being stopped.";
            return route.isReadOnly()
                    ? new Problem(UNAVAILABLE, detail, ErrorCode.UNDEFINED)
                    : Problem.notAppended(detail);
        }

        /** A read whose answer has to say what it was made from is read before, and by its handler from that alone. */
        private CompletionStage<Answer> answer(Call call) {
            if (maxStaleness.isPresent() && read.isEmpty()) {
                read = barrier.read(call.region(), Duration.ZERO);
            }
            return call.route().handler().handle(read.map(call::from).orElse(call));
        }

        private CompletionStage<Void> reached(Route route, Region region, Position position) {
            CompletionStage<Void> reached = barrier.reached(region, position);
            return route.isReadOnly()
                    ? reached
                    : reached.exceptionally(failure -> {
                        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        throw cause instanceof ProblemException late
                                        && late.problem().status() == UNAVAILABLE
                                ? Problem.notAppended(late.problem().detail() + ".")
                                        .exception()
                                : new CompletionException(cause);
                    });
        }

        /** Serves the request here if its region is here; else it waits unread until it is known where it belongs. */
        private void whereItBelongs(Region region, boolean isHere, Runnable serve) {
            if (isHere) {
                serve.run();
                return;
            }
            request.pause();
            forwarding
                    .forward(region, request, requestId)
                    .onComplete(passed -> context.runOnContext(nothing -> {
                        try {
                            if (passed.failed()) {
                                fail(passed.cause());
                            } else if (passed.result().isPresent()) {
                                over();
                                metrics.record(route, passed.result().getAsInt(), startNanos);
                            } else {
                                serve.run();
                            }
                        } catch (RuntimeException e) {
                            fail(e);
                        }
                        // A caller may have gone meanwhile.
                        if (!request.isEnded()) {
                            request.resume();
                        }
                    }));
        }

        private Answer preflight() {
            List<String> headers = header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS)
                    .map(text -> Arrays.stream(text.split(","))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList())
                    .orElse(List.of());
            return config.cors()
                    .preflight(header(HttpHeaders.ORIGIN), header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD), headers);
        }

        private Microversion negotiate() {
            Negotiation negotiation = Negotiation.of(request.headers().getAll(HeaderNames.VERSION));
            if (negotiation instanceof Negotiation.Agreed agreed) {
                return agreed.version();
            }
            if (negotiation instanceof Negotiation.Malformed malformed) {
                throw Problem.badRequest("Invalid microversion: " + malformed.reason())
                        .exception();
            }
            if (negotiation instanceof Negotiation.Unacceptable unacceptable) {
                throw new Problem(
                                406,
                                "Invalid microversion: Unacceptable version header: " + unacceptable.requested(),
                                ErrorCode.UNDEFINED)
                        .exception();
            }
            throw new IllegalStateException("expected one of three negotiations but got " + negotiation);
        }

        private void requireContentType() {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length != null
                    && !length.equals("0")
                    && header(HttpHeaders.CONTENT_TYPE)
                            .filter(type -> !type.isBlank())
                            .isEmpty()) {
                throw Problem.badRequest("content-type header required when content-length > 0")
                        .exception();
            }
        }

        private void requireServed(Route route, Microversion negotiated) {
            if (!route.isServedIn(negotiated)) {
                throw new Problem(route.statusBefore(), "", ErrorCode.UNDEFINED).exception();
            }
        }

        private void requireContent(Route route, Microversion negotiated) {
            switch (route.contentIn(negotiated)) {
                case ANY:
                    return;
                case ACCEPTS_JSON:
                    if (!accept().takes(Answer.JSON) && !(accept().takes(Answer.TEXT) && hasText(route))) {
                        throw new Problem(406, "Only application/json is provided", ErrorCode.UNDEFINED).exception();
                    }
                    return;
                case SENDS_JSON:
                    String type = mediaType();
                    if (!type.equals(Answer.JSON)) {
                        throw new Problem(
                                        415,
                                        "The media type " + type + " is not supported, use application/json",
                                        ErrorCode.UNDEFINED)
                                .exception();
                    }
            }
        }

        private Accept accept() {
            if (accept == null) {
                accept = Accept.of(header(HttpHeaders.ACCEPT));
            }
            return accept;
        }

        /** It is read by whoever asks for a parameter, and is malformed only for them. */
        private QueryString query() {
            if (query == null) {
                query = QueryString.of(request.query());
            }
            return query;
        }

        private boolean hasText(Route route) {
            return route.textIf()
                    .flatMap(parameter -> query().last(parameter))
                    .map("true"::equals)
                    .orElse(false);
        }

        private String mediaType() {
            String type = header(HttpHeaders.CONTENT_TYPE).orElse("None");
            int semicolon = type.indexOf(';');
            return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
        }

        private void withBody(io.vertx.core.Handler<Optional<Buffer>> next) {
            if (request.isEnded()
                    || request.getHeader(HttpHeaders.CONTENT_LENGTH) == null
                            && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
                next.handle(Optional.empty());
                return;
            }
            Buffer body = Buffer.buffer();
            request.handler(chunk -> {
                if (body.length() <= config.bodyBytesMax()) {
                    body.appendBuffer(chunk);
                }
            });
            request.exceptionHandler(e -> LOG.debug("{} was cut off: {}", requestId, e.toString()));
            request.endHandler(end -> {
                try {
                    if (body.length() > config.bodyBytesMax()) {
                        throw new Problem(
                                        413,
                                        "A body may have " + config.bodyBytesMax() + " bytes at most.",
                                        ErrorCode.UNDEFINED)
                                .exception();
                    }
                    next.handle(body.length() == 0 ? Optional.empty() : Optional.of(body));
                } catch (RuntimeException e) {
                    fail(e);
                }
            });
        }

        private static Position position(String text) {
            String[] parts = text.split("@", 2);
            try {
                return new Position(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), 0);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw Problem.badRequest("expected " + Barrier.HEADER + " as partition@offset but got " + text)
                        .exception();
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
                    send(answer);
                } else {
                    fail(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                }
            }));
        }

        void fail(Throwable failure) {
            if (failure instanceof MethodNotAllowed notAllowed) {
                Problem problem =
                        new Problem(405, "The method specified is not allowed for this resource.", ErrorCode.UNDEFINED);
                send(problem(problem).header("allow", notAllowed.allowed));
            } else if (failure instanceof ProblemException expected) {
                send(problem(expected.problem()));
            } else if (failure instanceof MalformedException impossible) {
                // Commands know what they may be, so no handler needs to say it again.
                send(problem(Problem.badRequest(impossible.getMessage())));
            } else {
                LOG.error("{} {} {} failed", requestId, request.method(), Printable.of(request.uri()), failure);
                send(problem(new Problem(500, String.valueOf(failure.getMessage()), ErrorCode.UNDEFINED)));
            }
        }

        private Answer problem(Problem problem) {
            Answer answer = ErrorBody.write(
                    problem, new ErrorBody.Context(request.method().name(), mediaType(), accept(), version, requestId));
            return problem.status() == UNAVAILABLE ? answer.header("retry-after", RETRY_AFTER_S) : answer;
        }

        private Optional<String> header(CharSequence name) {
            return Optional.ofNullable(request.getHeader(name));
        }

        private void send(Answer answer) {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                answer.discard();
                over();
                return;
            }
            if (config.cors().isOn() && !request.method().equals(HttpMethod.OPTIONS)) {
                header(HttpHeaders.ORIGIN).ifPresent(origin -> config.cors().mark(answer, origin));
            }
            read.ifPresent(from -> Staleness.mark(answer, from, forwarding.instance()));
            response.setStatusCode(answer.status());
            AnswerHead.write(response.headers(), answer, version, requestId);
            if (answer.body().isEmpty() || request.method().equals(HttpMethod.HEAD)) {
                answer.discard();
                response.end();
            } else {
                new AnswerBody(answer, response, context, this::over).send();
            }
            metrics.record(route, answer.status(), startNanos);
            if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "{} ({}) {} {} in {}: {}",
                        requestId,
                        header(RequestId.HEADER).orElse("no id of the caller's"),
                        request.method(),
                        request.uri(),
                        version,
                        answer.status());
            }
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
