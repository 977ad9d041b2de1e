package dev.berth.api.http;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * Finds requests that a proxy and this server could read differently: where one ends, which host it is for, or who
 * sends it. See RFC 9112, sections 3.2, 6 and 7.1. Requests that the decoder itself refuses do not come here.
 */
final class Framing {
    /** Headers that may appear only once, because it would be unclear which one counts. */
    private static final List<CharSequence> ONCE = List.of(HttpHeaders.CONTENT_TYPE, HeaderNames.TOKEN);

    private Framing() {}

    /** Why the request must not be read further; empty if it is unambiguous. */
    static Optional<Problem> fault(HttpServerRequest request) {
        return hasCoding(request).or(() -> host(request)).or(() -> repeated(request));
    }

    private static Optional<Problem> repeated(HttpServerRequest request) {
        for (CharSequence name : ONCE) {
            if (request.headers().getAll(name).size() > 1) {
                return Optional.of(
                        Problem.badRequest("expected the header " + name + " once but got it several times"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> hasCoding(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.isEmpty() || codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked")) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                501,
                "expected transfer-encoding: chunked or none but got " + String.join(", ", codings),
                ErrorCode.UNDEFINED));
    }

    private static Optional<Problem> host(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return Optional.empty();
        }
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        boolean mayLack = request.version() == HttpVersion.HTTP_1_0;
        if (hosts.size() > 1 || hosts.isEmpty() && !mayLack) {
            return Optional.of(Problem.badRequest("expected the header host once but got " + hosts.size()));
        }
        Optional<String> named = authority(request.uri());
        return named.isPresent() && !named.equals(hosts.stream().findFirst())
                ? Optional.of(Problem.badRequest(
                        "expected the request line to name no other host than the header host but got " + named.get()))
                : Optional.empty();
    }

    /** The authority that an absolute request line names. */
    private static Optional<String> authority(String target) {
        int begin = target.indexOf("://");
        if (target.startsWith("/") || begin < 0) {
            return Optional.empty();
        }
        int end = target.indexOf('/', begin + 3);
        return Optional.of(target.substring(begin + 3, end < 0 ? target.length() : end));
    }
}
