package dev.berth.api.http;

import dev.berth.api.auth.Credentials;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.microversion.Negotiation;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.sender.Senders;
import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a request says before its body, read when somebody asks for it. Runs on the request's event loop. */
final class RequestHead {
    /** The content coding that is none. */
    private static final String AS_IT_IS = "identity";

    private final HttpServerRequest request;
    private Accept accept;
    private QueryString query;

    RequestHead(HttpServerRequest request) {
        this.request = request;
    }

    Optional<String> header(CharSequence name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /** The decoded path; what does not decode stays as it is, and leads nowhere. */
    String path() {
        String raw = request.path() == null ? "/" : request.path();
        return QueryString.decode(raw).orElse(raw);
    }

    Accept accept() {
        if (accept == null) {
            accept = Accept.of(header(HttpHeaders.ACCEPT));
        }
        return accept;
    }

    /** It is read by whoever asks for a parameter, and is malformed only for them. */
    QueryString query() {
        if (query == null) {
            query = QueryString.of(request.query());
        }
        return query;
    }

    /** Scheme and authority as the caller addressed them, or a proxy that is trusted says so. */
    String origin(ApiConfig config) {
        String scheme = header(Senders.PROTO).orElseGet(request::scheme);
        String host = header(Senders.HOST)
                .or(() -> header(HttpHeaders.HOST))
                .or(() -> Optional.ofNullable(request.authority()).map(Object::toString))
                .orElse(config.host());
        return scheme + "://" + host;
    }

    /** What a proxy that is trusted has put before all paths. */
    String prefix() {
        return header(Senders.PREFIX).orElse("");
    }

    String mediaType() {
        String type = header(HttpHeaders.CONTENT_TYPE).orElse("None");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }

    Credentials credentials() {
        return new Credentials(request.headers(), certificate());
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

    /** @throws ProblemException 400 or 406 if there is no version to answer in */
    Microversion negotiate() {
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

    void requireContentType() {
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

    /**
     * Refuses a request whose version does not have the route, or whose content the route does not take.
     *
     * @throws ProblemWithHeader 415 if the body is compressed
     */
    void requireServed(Route route, Microversion version) {
        if (route.isContentFirst()) {
            requireContent(route, version);
            requireVersion(route, version);
        } else {
            requireVersion(route, version);
            requireContent(route, version);
        }
        if (route.takesBody(version)) {
            requireNoCoding();
        }
    }

    static void requireVersion(Route route, Microversion version) {
        if (!route.isServedIn(version)) {
            throw new Problem(route.statusBefore(), "", ErrorCode.UNDEFINED).exception();
        }
    }

    private void requireContent(Route route, Microversion version) {
        switch (route.contentIn(version)) {
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

    /** Nothing unpacks a body, so a compressed one would only be no JSON. */
    private void requireNoCoding() {
        List<String> codings = request.headers().getAll(HttpHeaders.CONTENT_ENCODING);
        if (codings.stream()
                .anyMatch(coding -> !coding.isBlank() && !coding.strip().equalsIgnoreCase(AS_IT_IS))) {
            Problem problem = new Problem(
                    415,
                    "The content coding " + Printable.of(String.join(", ", codings))
                            + " is not supported, send the body without one",
                    ErrorCode.UNDEFINED);
            throw new ProblemWithHeader(problem, "accept-encoding", AS_IT_IS);
        }
    }

    private boolean hasText(Route route) {
        return route.isTextToo()
                || route.textIf()
                        .flatMap(parameter -> query().last(parameter))
                        .map("true"::equals)
                        .orElse(false);
    }

    /** The position that the view must have reached, if the request names one. */
    Optional<Position> position() {
        return header(HeaderNames.BARRIER).map(RequestHead::position);
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

    /** The headers that a browser asks for in a preflight. */
    List<String> preflightHeaders() {
        return header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS)
                .map(text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList())
                .orElse(List.of());
    }
}
