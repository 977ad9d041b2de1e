package dev.berth.console;

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
import dev.berth.api.verify.VerifyRoutes;
import dev.berth.projector.Health;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.HostBoard;
import dev.berth.projector.moment.Moments;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The service as the console sees it, on a log in memory that outlives its servers. */
final class TestingConsole implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpApi api;

    /** A server of a log on a port, 0 for a free one, at which a token is whoever it says. */
    TestingConsole(DirectCommandLog log, int port) {
        this(log, log, port);
    }

    /** @param views what is so of the log's regions now */
    TestingConsole(DirectCommandLog log, RegionViews views, int port) {
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", port),
                        vertx -> new NoAuthentication(),
                        ConsoleRoutes.addTo(routes(log, views)),
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
    static List<Route> routes(DirectCommandLog log, RegionViews views) {
        Backend backend = new Backend(log, views, NewRegions.ANY);
        List<Route> routes = HostRoutes.addTo(
                CapacityRoutes.addTo(PciRoutes.addTo(PlacementRoutes.all(backend), backend), backend),
                backend,
                new HostBoard());
        routes = new HistoryRoutes(HistoryRoutes.Log.of(moments(log))).addTo(routes);
        routes = new HealthRoutes(views, () -> Health.GOOD, List.of()).addTo(routes);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        routes = new VerifyRoutes("console", Optional.empty(), List::of, InstantSource.system(), meters).addTo(routes);
        return new OperationsRoutes(views, meters).addTo(routes);
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
