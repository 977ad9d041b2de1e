package dev.berth.console;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.NewRegions;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.moment.PastThreads;
import dev.berth.api.server.CapacityRoutes;
import dev.berth.api.server.HealthRoutes;
import dev.berth.api.server.HistoryRoutes;
import dev.berth.api.server.HostRoutes;
import dev.berth.api.server.OperationsRoutes;
import dev.berth.api.server.PciRoutes;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.projector.Health;
import dev.berth.projector.board.HostBoard;
import dev.berth.projector.moment.Moments;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The service as the console sees it, on a log in memory that outlives its servers. */
final class TestingConsole implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpApi api;

    /** A server of a log on a port, 0 for a free one, at which a token is whoever it says. */
    TestingConsole(DirectCommandLog log, int port) {
        this(log, port, vertx -> new NoAuthentication());
    }

    TestingConsole(DirectCommandLog log, int port, Function<Vertx, Authentication> authentication) {
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", port),
                        authentication,
                        ConsoleRoutes.addTo(routes(log)),
                        new ViewBarrier(log, TIMEOUT),
                        new PastThreads(moments(log)),
                        vertx -> Forwarding.NONE,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    private static Moments moments(DirectCommandLog log) {
        return new Moments(log, Path.of("no", "moments"), Moments.FILE_SPACING, System::currentTimeMillis, () -> false);
    }

    /** All that a service answers and a page may ask. */
    static List<Route> routes(DirectCommandLog log) {
        Backend backend = new Backend(log, log, NewRegions.ANY);
        List<Route> routes = HostRoutes.addTo(
                CapacityRoutes.addTo(PciRoutes.addTo(PlacementRoutes.all(backend), backend), backend),
                backend,
                new HostBoard());
        routes = new HistoryRoutes(HistoryRoutes.Log.of(moments(log))).addTo(routes);
        routes = new HealthRoutes(log, () -> Health.GOOD, List.of()).addTo(routes);
        return new OperationsRoutes(log, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).addTo(routes);
    }

    int port() {
        return api.port();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/console";
    }

    @Override
    public void close() {
        api.close();
    }

    /** Serves a fleet until it is killed: the port, and how many hosts. */
    public static void main(String[] arguments) {
        TestingFleet fleet = new TestingFleet(Integer.parseInt(arguments[1]));
        TestingConsole console = new TestingConsole(fleet.log(), Integer.parseInt(arguments[0]));
        System.out.println(console.url());
    }
}
