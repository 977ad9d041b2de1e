package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import dev.berth.events.model.Printable;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of the log for each request that was answered, where its logger is on. What clients have sent is escaped;
 * tokens are in headers and so never in it. On event loops.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("berth.access");
    /** For what is not known: who calls, or what. */
    private static final String UNKNOWN = "-";

    private static final double MICROS = 1e3;

    private AccessLog() {}

    /** Costs nothing where the logger is off. */
    static void write(HttpServerRequest request, Optional<Route> route, Optional<Caller> caller, long startNanos) {
        if (LOG.isInfoEnabled()) {
            write(request, request.method().name(), Printable.of(request.uri()), route, caller, startNanos);
        }
    }

    /**
     * The same of a request that could not be read.
     *
     * @param isLineRead whether what it asks for could be, and only what is behind that could not
     */
    static void writeUnreadable(HttpServerRequest request, boolean isLineRead, long startNanos) {
        if (LOG.isInfoEnabled()) {
            String method = isLineRead ? Printable.of(request.method().name()) : UNKNOWN;
            String uri = isLineRead ? Printable.of(request.uri()) : UNKNOWN;
            write(request, method, uri, Optional.empty(), Optional.empty(), startNanos);
        }
    }

    private static void write(
            HttpServerRequest request,
            String method,
            String uri,
            Optional<Route> route,
            Optional<Caller> caller,
            long startNanos) {
        int status = request.response().getStatusCode();
        long bytes = request.response().bytesWritten();
        double ms = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos) / MICROS;
        String client = request.remoteAddress() == null
                ? UNKNOWN
                : request.remoteAddress().hostAddress();
        String user = caller.map(Caller::user)
                .filter(id -> !id.isEmpty())
                .map(Printable::of)
                .orElse(UNKNOWN);
        LOG.atInfo()
                .addKeyValue("client", client)
                .addKeyValue("user", user)
                .addKeyValue("method", method)
                .addKeyValue("uri", uri)
                .addKeyValue("route", route.map(Route::template).orElse(UNKNOWN))
                .addKeyValue("status", status)
                .addKeyValue("bytes", bytes)
                .addKeyValue("ms", ms)
                .log(
                        "{} {} \"{} {}\" {} {} bytes {} ms",
                        client,
                        user,
                        method,
                        // Or a client could end the quotes and tell another status behind them.
                        uri.replace("\"", "\\\""),
                        status,
                        bytes,
                        ms);
    }
}
