package dev.berth.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.Backend;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.CommandLog;
import dev.berth.projector.Health;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.PoolsRebuilt;
import dev.berth.projector.store.RegionSnapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * An instance that took itself for the owner of a region when a request came, and is it no more when the answer is to
 * be made: every route says so by a 503, whichever way the region left.
 */
class UnkeptRegionTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** At which of its steps a request finds the region gone. */
    private enum Gone {
        /** When its view is asked for. */
        AT_ONCE,
        /** When a command is to be appended, or something rebuilt. */
        LATER,
        /** As above, but it is heard of on another thread. */
        MEANWHILE
    }

    @Test
    void isToldByEveryRouteWithTheSameStatus() throws IOException, InterruptedException {
        for (Gone gone : Gone.values()) {
            Instance instance = new Instance(gone);
            List<Route> routes = instance.routes();
            try (HttpApi api = api(routes, instance)) {
                for (Route route : routes) {
                    if (isAnsweredByTheRegion(route) && (gone == Gone.AT_ONCE || !route.isReadOnly())) {
                        HttpResponse<String> answer = ask(api.port(), SampleRequest.of(route));
                        assertThat(answer.statusCode())
                                .as("%s, gone %s: %s", route, gone, answer.body())
                                .isIn(gone == Gone.AT_ONCE ? List.of(503) : List.of(503, 404));
                    }
                }
            }
        }
    }

    /** What everybody may ask is about the instance, and so is what is on its disk. */
    private static boolean isAnsweredByTheRegion(Route route) {
        return !route.policy().isEmpty() && route.answerer() != Answerer.INSTANCE;
    }

    private static HttpApi api(List<Route> routes, Instance instance) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ViewBarrier barrier = new ViewBarrier(instance, Duration.ofSeconds(1));
        return new HttpApi(ApiConfig.on("127.0.0.1", 0), routes, barrier, meters).start();
    }

    private static HttpResponse<String> ask(int port, SampleRequest sample) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + sample.path()))
                .timeout(Duration.ofSeconds(10))
                .method(
                        sample.method(),
                        sample.body().map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()))
                .header("content-type", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    /** What stands behind the API of an instance whose only region has gone. */
    private record Instance(Gone gone) implements CommandLog, RegionViews {
        List<Route> routes() {
            Backend backend = new Backend(this, this);
            PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Function<Region, CompletionStage<PoolsRebuilt>> rebuild = region -> later();
            List<Route> routes = PciRoutes.addTo(PlacementRoutes.all(backend), backend);
            routes = new HealthRoutes(this, () -> Health.GOOD, List.of())
                    .addTo(new RebuildRoutes(rebuild).addTo(routes));
            return new OperationsRoutes(this, meters).addTo(routes);
        }

        private static LogUnavailableException failure() {
            return new LogUnavailableException("Region default cannot be served now: it is kept elsewhere.");
        }

        private <T> CompletionStage<T> later() {
            if (gone == Gone.AT_ONCE) {
                throw failure();
            }
            return gone == Gone.LATER
                    ? CompletableFuture.failedFuture(failure())
                    : CompletableFuture.supplyAsync(() -> {
                        throw new CompletionException(failure());
                    });
        }

        @Override
        public CompletionStage<Decision> submit(Region region, Sent sent) {
            return later();
        }

        @Override
        public RegionSnapshot snapshot(Region region) {
            if (gone == Gone.AT_ONCE) {
                throw failure();
            }
            return RegionSnapshot.of(RegionView.empty(region));
        }

        @Override
        public Optional<RegionStop> stopped(Region region) {
            return Optional.empty();
        }

        @Override
        public Collection<Region> regions() {
            return List.of();
        }
    }
}
