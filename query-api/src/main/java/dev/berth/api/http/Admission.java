package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Identity;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.policy.Policy;
import dev.berth.api.policy.Target;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a request may come in, by what it says before its body. The order of the checks is Placement's,
 * because it decides which of several errors a client sees: CORS, who calls, version, content-length and -type, route,
 * method, version of the route, content, policy. It remembers version and route as soon as they are known, because an
 * error tells them too. Runs on the request's event loop.
 */
final class Admission {
    private final ServerParts server;
    private final HttpServerRequest request;
    private final RequestHead head;
    private final String requestId;
    private Optional<RegionPath> path = Optional.empty();
    private Optional<Router.Match> match = Optional.empty();
    private Optional<Microversion> version = Optional.empty();
    private Optional<Route> route = Optional.empty();
    private boolean isDryRun;

    /**
     * What a request that may come in asks.
     *
     * @param key its idempotency key; empty for a read, and where it has none
     * @param position that the view must have reached, if it names one
     * @param maxStaleness how old a copy may be from which it is answered; empty if it does not say
     * @param asOf the moment of the past that it asks for; empty if it means the present
     */
    record Admitted(
            Call call,
            Optional<String> key,
            Optional<Position> position,
            Optional<Duration> maxStaleness,
            Optional<String> asOf) {}

    Admission(ServerParts server, HttpServerRequest request, RequestHead head, String requestId) {
        this.server = server;
        this.request = request;
        this.head = head;
        this.requestId = requestId;
    }

    /** Why nothing more may be read from the connection; empty if the head, its host name and origin are accepted. */
    Optional<Problem> fault() {
        return Framing.fault(request).or(() -> server.config().audience().fault(request, server.config()));
    }

    /** The answer to a browser that asks what it may send; empty if it does not ask that. */
    Optional<Answer> preflight() {
        Cors cors = server.config().cors();
        return cors.isOn() && request.method().equals(HttpMethod.OPTIONS)
                ? Optional.of(cors.preflight(
                        head.header(HttpHeaders.ORIGIN),
                        head.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD),
                        head.preflightHeaders()))
                : Optional.empty();
    }

    /** Finds out who calls, unless it asks what is open to all. */
    Future<Identity> identify() {
        String sent = head.path();
        path = RegionPath.of(sent);
        match = path.flatMap(inRegion -> server.router().match(inRegion.path()));
        boolean isOpenToAll = sent.isEmpty()
                || sent.equals("/")
                || match.flatMap(found -> found.route(request.method()))
                        .map(found -> found.policy().isEmpty())
                        .orElse(false);
        return isOpenToAll
                ? Future.succeededFuture(new Identity.Known(Caller.NOBODY))
                : server.authentication().identify(head.credentials());
    }

    /**
     * What the request asks, once it is known who calls.
     *
     * @throws dev.berth.api.problem.ProblemException if it may not come in
     * @throws ProblemWithHeader 401 or 405, likewise
     */
    Admitted admit(Identity identity) {
        if (identity instanceof Identity.Known known) {
            return admit(known.caller());
        }
        if (identity instanceof Identity.Undecided undecided) {
            throw new Problem(503, undecided.reason(), ErrorCode.UNDEFINED).exception();
        }
        Problem unauthorized = new Problem(401, "", ErrorCode.UNDEFINED);
        throw ((Identity.Unknown) identity)
                .challenge()
                .<RuntimeException>map(challenge -> new ProblemWithHeader(unauthorized, "www-authenticate", challenge))
                .orElseGet(unauthorized::exception);
    }

    private Admitted admit(Caller caller) {
        Microversion negotiated = head.negotiate();
        version = Optional.of(negotiated);
        head.requireContentType();
        Router.Match there = match.orElseThrow(() -> Problem.notFound("").exception());
        Route found = there.route(request.method())
                .orElseThrow(() -> methodNotAllowed(there))
                .asked(head.query());
        route = Optional.of(found);
        head.requireServed(found, negotiated);
        Policy policy = server.config().policy().get();
        PermissionCheck.require(policy, found, caller, head.query());
        Optional<String> asOf = RegionPast.asked(head.query(), found);
        asOf.ifPresent(moment -> PermissionCheck.require(policy, RegionPast.POLICY, caller, Target.of(caller)));
        if (!found.isAboutInstance() && server.underWay().isStopping()) {
            throw stopping(found).exception();
        }
        Optional<Position> position = head.position();
        Optional<String> key = found.isReadOnly()
                ? Optional.empty()
                : IdempotencyKey.parse(request.headers().getAll(HeaderNames.KEY));
        Optional<Duration> maxStaleness = found.mayBeStale()
                ? Staleness.allowed(request.headers().getAll(HeaderNames.MAX_STALENESS))
                : Optional.empty();
        QueryString query =
                asOf.isPresent() ? head.query().take(RegionPast.PARAMETER).rest() : head.query();
        DryRun.Asked asked = found.isReadOnly() ? new DryRun.Asked(false, query) : DryRun.asked(query);
        if (asked.isDryRun()) {
            DryRun.requirePossible(found, key);
            isDryRun = true;
        }
        requireNoParameters(found, asked.rest());
        return new Admitted(
                call(found, negotiated, there, caller, policy, asked.rest()), key, position, maxStaleness, asOf);
    }

    /** Refuses parameters where a route has none: one that is misspelt would be ignored and not be missed. */
    static void requireNoParameters(Route route, QueryString query) {
        if (route.refusesParameters() && !query.parameters().isEmpty()) {
            throw Problem.badRequest("Invalid query string parameters: expected none at " + route + " but got '"
                            + Printable.of(query.parameters().get(0).name()) + "'")
                    .exception();
        }
    }

    static ProblemWithHeader methodNotAllowed(Router.Match there) {
        return new ProblemWithHeader(
                new Problem(405, "The method specified is not allowed for this resource.", ErrorCode.UNDEFINED),
                "allow",
                there.allowed());
    }

    private Problem stopping(Route route) {
        String detail = "This instance is being stopped.";
        return route.isReadOnly() ? new Problem(503, detail, ErrorCode.UNDEFINED) : Problem.notAppended(detail);
    }

    private Call call(
            Route route, Microversion negotiated, Router.Match found, Caller caller, Policy policy, QueryString query) {
        RegionPath there = path.orElseThrow();
        return new Call(
                route,
                negotiated,
                there.region(),
                head.origin(server.config()),
                head.prefix() + there.prefix(),
                found.parameters(),
                query,
                head.accept().prefers(Answer.TEXT, Answer.JSON),
                Optional.empty(),
                caller,
                policy,
                Optional.empty(),
                requestId,
                RequestId.global(request.headers()),
                CallHeaders.of(head),
                Optional.empty(),
                false,
                isDryRun ? Optional.of(new DryRun()) : Optional.empty());
    }

    /** The version that was agreed on; empty until then. */
    Optional<Microversion> version() {
        return version;
    }

    /** Whether the request is a write that is only to be tried. */
    boolean isDryRun() {
        return isDryRun;
    }

    /** The route that the request leads to; empty until it is known. */
    Optional<Route> route() {
        return route;
    }
}
