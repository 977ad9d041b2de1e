package dev.berth.api.server;

import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.bulk.BulkRoutes;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.NewRegions;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Cors;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.RegionPast;
import dev.berth.api.http.Route;
import dev.berth.api.metrics.RegionMeters;
import dev.berth.api.moment.PastThreads;
import dev.berth.api.policy.PolicySettings;
import dev.berth.api.policy.WatchedPolicy;
import dev.berth.api.verify.VerifyRoutes;
import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.Health;
import dev.berth.projector.board.HostBoard;
import dev.berth.projector.moment.Moments;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The API on a log in memory: for tests, and for trials of how it answers without a broker. Nothing is kept when it
 * stops.
 */
public final class BrokerlessServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final DirectCommandLog log = new DirectCommandLog(System::currentTimeMillis);
    private final List<Route> routes;
    private final HttpApi api;
    private final RegionMeters figures;
    private volatile RegionPast past;

    public BrokerlessServer(ApiConfig config) {
        this(config, NewRegions.ANY);
    }

    public BrokerlessServer(ApiConfig config, NewRegions newRegions) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        figures = new RegionMeters(log).start(meters);
        Backend backend = new Backend(log, log, newRegions, meters);
        AtomicReference<List<Route>> served = new AtomicReference<>();
        List<Route> own = new ArrayList<>(WhatIfRoutes.addTo(
                ImportRoutes.addTo(
                        HostRoutes.addTo(
                                CapacityRoutes.addTo(
                                        PciRoutes.addTo(
                                                BulkRoutes.addTo(PlacementRoutes.all(backend), backend), backend),
                                        backend),
                                backend,
                                new HostBoard()),
                        backend),
                backend,
                served::get,
                config.policy()));
        own.add(Route.post("/reset")
                .content(Route.Content.ANY)
                .effect(Route.Effect.OTHER)
                .summary("Forget everything; only this server has it")
                .replies(204)
                .answeredBy(call -> {
                    reset();
                    return Answer.empty(204);
                }));
        VerifyRoutes verify =
                new VerifyRoutes("brokerless", Optional.empty(), List::of, InstantSource.system(), meters);
        routes = new OperationsRoutes(log, meters)
                .addTo(new HealthRoutes(log, () -> Health.GOOD, List.of()).addTo(verify.addTo(own)));
        served.set(routes);
        past = past();
        api = new HttpApi(
                        config,
                        vertx -> new NoAuthentication(),
                        routes,
                        new ViewBarrier(log, TIMEOUT),
                        (region, asOf) -> past.read(region, asOf),
                        vertx -> Forwarding.NONE,
                        meters)
                .start();
    }

    /** Nothing is kept on a disk, nor over a reset. */
    private RegionPast past() {
        Path nowhere = Path.of("no", "moments");
        return new PastThreads(new Moments(log, nowhere, Moments.FILE_SPACING, System::currentTimeMillis, () -> false));
    }

    /**
     * Serves on the port given, with the policy file ("-" for none) and allowed origins given after it, until it is
     * killed.
     */
    public static void main(String[] arguments) throws IOException {
        ApiConfig config = ApiConfig.on("127.0.0.1", Integer.parseInt(arguments[0]));
        if (arguments.length > 1 && !arguments[1].equals("-")) {
            config = config.withPolicy(WatchedPolicy.open(Path.of(arguments[1]), PolicySettings.PLACEMENT));
        }
        if (arguments.length > 2) {
            config = config.withCors(Cors.of(List.of(arguments[2]), List.of("openstack-api-version")));
        }
        new BrokerlessServer(config);
    }

    public List<Route> routes() {
        return routes;
    }

    public int port() {
        return api.port();
    }

    /** What a region is like right now. */
    public RegionView view(Region region) {
        return log.view(region);
    }

    /** The regions that something was written to. */
    public Collection<Region> regions() {
        return log.regions();
    }

    /** Has a command decided, as if an agent had sent it. */
    public Decision decide(Region region, Command command) {
        return log.submit(region, command).toCompletableFuture().join();
    }

    /** Forgets everything that was written. */
    public void reset() {
        log.reset();
        past = past();
    }

    @Override
    public void close() {
        figures.close();
        api.close();
    }
}
