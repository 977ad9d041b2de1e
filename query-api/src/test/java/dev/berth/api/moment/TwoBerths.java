package dev.berth.api.moment;

import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.bulk.BulkRoutes;
import dev.berth.api.command.Backend;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.RegionPast;
import dev.berth.api.http.Route;
import dev.berth.api.policy.Policy;
import dev.berth.api.server.HealthRoutes;
import dev.berth.api.server.HostRoutes;
import dev.berth.api.server.OperationsRoutes;
import dev.berth.api.server.PciRoutes;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.api.server.WhatIfRoutes;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.ListedLog;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.CommandLog;
import dev.berth.projector.Health;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.HostBoard;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.moment.Moments;
import dev.berth.projector.store.RegionSnapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One Berth with a whole log, which is asked as of moments of it, and another that was given only what was before such
 * a moment, which is asked of now.
 */
final class TwoBerths implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final LogId LOG = new LogId("log");

    private final List<LogEntry> entries;
    private final Moments moments;
    private final Present now = new Present();
    private final Present then = new Present();
    private final HostBoard heard = new HostBoard();
    private final List<Route> routes;
    private final HttpApi first;
    private final HttpApi second;
    private int taken;

    TwoBerths(List<LogEntry> entries, Path dir, int fileSpacing, Function<Moments, RegionPast> past) {
        this.entries = entries;
        this.moments = new Moments(logs(), dir, fileSpacing, System::currentTimeMillis, () -> true);
        this.routes = routes(now, heard);
        this.first = api(routes, now, past.apply(moments));
        this.second = api(routes(then, new HostBoard()), then, RegionPast.NONE);
    }

    /** What a region is at present: the whole log is in it, or a part. */
    private static final class Present implements RegionViews, CommandLog {
        private volatile RegionFold fold = RegionFold.of(RegionView.empty(LOG, Region.DEFAULT));

        @Override
        public RegionSnapshot snapshot(Region region) {
            return RegionSnapshot.of(region.equals(Region.DEFAULT) ? fold : RegionFold.of(RegionView.empty(region)));
        }

        @Override
        public Optional<RegionStop> stopped(Region region) {
            return fold.stop();
        }

        @Override
        public Collection<Region> regions() {
            return List.of(Region.DEFAULT);
        }

        @Override
        public CompletionStage<Decision> submit(Region region, Sent sent) {
            throw new IllegalStateException("expected reads alone but got " + sent);
        }
    }

    private static List<Route> routes(Present present, HostBoard board) {
        Backend backend = new Backend(present, present);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<Route> own = HostRoutes.addTo(
                PciRoutes.addTo(BulkRoutes.addTo(PlacementRoutes.all(backend), backend), backend), backend, board);
        List<Route> withWhatIf = WhatIfRoutes.addTo(own, backend, () -> own, () -> Policy.DEFAULT);
        return new OperationsRoutes(present, meters)
                .addTo(new HealthRoutes(present, () -> Health.GOOD, List.of()).addTo(withWhatIf));
    }

    private static HttpApi api(List<Route> routes, Present present, RegionPast past) {
        return new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        vertx -> new NoAuthentication(),
                        routes,
                        new ViewBarrier(present, Duration.ofSeconds(1)),
                        past,
                        vertx -> Forwarding.NONE,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    private MomentLogs logs() {
        return new MomentLogs() {
            @Override
            public LogId id() {
                return LOG;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return new ListedLog(LOG, region.equals(Region.DEFAULT) ? entries : List.of(), 0, each);
            }
        };
    }

    List<Route> routes() {
        return routes;
    }

    /** Gives the second what it has not yet, up to an offset; a lower one than before begins again. */
    RegionView feed(long offset) {
        if (taken > offset + 1) {
            then.fold = RegionFold.of(RegionView.empty(LOG, Region.DEFAULT));
            taken = 0;
        }
        for (; taken <= offset; taken++) {
            then.fold = then.fold.take(entries.get(taken)).after();
        }
        return then.fold.view();
    }

    /** Has the first be at the end of the log, and hear of its hosts. */
    void finish() {
        RegionFold fold = now.fold;
        for (LogEntry entry : entries) {
            fold = fold.take(entry).after();
        }
        now.fold = fold;
        fold.view()
                .hosts()
                .all()
                .forEach(report -> heard.hear(Region.DEFAULT, report.host(), System.currentTimeMillis(), -1));
    }

    /** What the first has at present. */
    RegionView present() {
        return now.fold.view();
    }

    HttpResponse<String> first(String path, String... headers) throws IOException, InterruptedException {
        return get(first, path, headers);
    }

    HttpResponse<String> second(String path, String... headers) throws IOException, InterruptedException {
        return get(second, path, headers);
    }

    /** The answers of both to a what-if: as of a place, and after what was fed. */
    List<HttpResponse<String>> whatIf(String asOf, String body) throws IOException, InterruptedException {
        return List.of(post(first, "/what-if?as_of=" + asOf, body), post(second, "/what-if", body));
    }

    private static HttpResponse<String> post(HttpApi api, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .timeout(Duration.ofMinutes(2))
                .header("openstack-api-version", "placement 1.39")
                .header("content-type", "application/json")
                .header("x-auth-token", "admin")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(HttpApi api, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .timeout(Duration.ofMinutes(2))
                .header("openstack-api-version", "placement 1.39");
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (request.build().headers().firstValue("x-auth-token").isEmpty()) {
            request.header("x-auth-token", "admin");
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        first.close();
        second.close();
        moments.close();
    }
}
