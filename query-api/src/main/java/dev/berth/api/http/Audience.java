package dev.berth.api.http;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use an API. One without authentication is for programs on its own machine. A browser there must not send it
 * requests of other sites: neither through a host name that was made to resolve to this machine, nor from a page of
 * another origin.
 */
public enum Audience {
    /** Everybody who can connect, under any host name; authentication decides who may do what. */
    EVERYBODY,
    /** Programs on this machine, and pages of origins that are permitted by name. */
    THIS_MACHINE;

    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    /** Why the request is rejected; empty if it is accepted. */
    Optional<Problem> fault(HttpServerRequest request, ApiConfig config) {
        return this == EVERYBODY ? Optional.empty() : name(request, config).or(() -> origin(request, config));
    }

    /** A browser always sends the host name, so a request without one is no browser's. */
    private static Optional<Problem> name(HttpServerRequest request, ApiConfig config) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        HostAndPort authority = request.authority();
        if (authority == null && hosts.isEmpty()) {
            return Optional.empty();
        }
        String name = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        return NAMES.contains(name) || name.equals(config.host().toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : forbidden(
                        "expected a name of this machine, such as 127.0.0.1 or localhost, in the header host; without "
                                + "authentication this API rejects other host names");
    }

    private static Optional<Problem> origin(HttpServerRequest request, ApiConfig config) {
        String own = config.scheme() + "://" + request.authority();
        return request.headers().getAll(HttpHeaders.ORIGIN).stream()
                        .allMatch(origin -> origin.equals(own) || config.cors().names(origin))
                ? Optional.empty()
                : forbidden(
                        "expected no header origin, or one that is permitted by name; without authentication this API "
                                + "does not accept requests from pages of other origins");
    }

    private static Optional<Problem> forbidden(String words) {
        return Optional.of(new Problem(403, words, ErrorCode.UNDEFINED));
    }
}
