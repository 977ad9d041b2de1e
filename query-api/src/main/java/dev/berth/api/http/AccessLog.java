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
    private static final String NOBODY = "-";
    private static final double MICROS = 1e3;

    private AccessLog() {}

    /** Costs nothing where the logger is off. */
    static void write(HttpServerRequest request, Optional<Route> route, Optional<Caller> caller, long startNanos) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        int status = request.response().getStatusCode();
        long bytes = request.response().bytesWritten();
        double ms = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos) / MICROS;
        String client = request.remoteAddress() == null
                ? NOBODY
                : request.remoteAddress().hostAddress();
        String user = caller.map(Caller::user)
                .filter(id -> !id.isEmpty())
                .map(Printable::of)
                .orElse(NOBODY);
        String uri = Printable.of(request.uri());
        LOG.atInfo()
                .addKeyValue("client", client)
                .addKeyValue("user", user)
                .addKeyValue("method", request.method().name())
                .addKeyValue("uri", uri)
                .addKeyValue("route", route.map(Route::template).orElse(NOBODY))
                .addKeyValue("status", status)
                .addKeyValue("bytes", bytes)
                .addKeyValue("ms", ms)
                .log(
                        "{} {} \"{} {}\" {} {} bytes {} ms",
                        client,
                        user,
                        request.method(),
                        // Or a client could end the quotes and tell another status behind them.
                        uri.replace("\"", "\\\""),
                        status,
                        bytes,
                        ms);
    }
}
