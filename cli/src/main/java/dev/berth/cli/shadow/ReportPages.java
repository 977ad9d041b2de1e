package dev.berth.cli.shadow;

import dev.berth.api.connection.FilelessVertx;
import dev.berth.terminal.CannotRunException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The report over HTTP, for whoever is on this machine: {@code /} as text, {@code /report} as JSON, {@code /metrics}
 * for Prometheus; {@code POST /catch-up} has all be read again.
 */
final class ReportPages implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int IDLE_S = 60;
    private static final long START_S = 30;

    private final ReportText text;
    private final PrometheusMeterRegistry meters;
    private final Runnable again;
    private final Vertx vertx = Vertx.vertx(FilelessVertx.small(1));

    ReportPages(ReportText text, PrometheusMeterRegistry meters, Runnable again) {
        this.text = text;
        this.meters = meters;
        this.again = again;
    }

    void start(InetSocketAddress address) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_S))
                .requestHandler(this::answer);
        try {
            server.listen(address.getPort(), address.getHostString())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CannotRunException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + " for the report: "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the report's server started", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the report's server did not start in " + START_S + " s", e);
        }
    }

    private void answer(HttpServerRequest request) {
        switch (request.method().name() + " " + request.path()) {
            case "GET /" -> send(request, 200, TEXT, text.text());
            case "GET /report" ->
                send(request, 200, "application/json", text.json().toPrettyString());
            case "GET /metrics" -> send(request, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
            case "POST /catch-up" -> {
                if (request.headers().contains(HttpHeaders.ORIGIN)) {
                    send(request, 403, TEXT, "A web page may not ask for this; curl -X POST may.\n");
                    return;
                }
                again.run();
                send(request, 202, TEXT, "All of both is read and compared again; / shows how far that is.\n");
            }
            default ->
                send(
                        request,
                        404,
                        TEXT,
                        "Here are GET / (text), GET /report (JSON), GET /metrics (Prometheus) and POST /catch-up.\n");
        }
    }

    private static void send(HttpServerRequest request, int status, String type, String body) {
        request.response().setStatusCode(status).putHeader("content-type", type).end(body);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
