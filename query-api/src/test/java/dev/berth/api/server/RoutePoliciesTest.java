package dev.berth.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.auth.Caller;
import dev.berth.api.bulk.BulkRoutes;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.http.Route;
import dev.berth.api.policy.Policy;
import dev.berth.api.policy.Target;
import dev.berth.api.verify.VerifyRoutes;
import dev.berth.projector.Health;
import dev.berth.projector.board.HostBoard;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The route table, walked: who may do what by default. */
class RoutePoliciesTest {
    private static final Caller ADMIN = caller("admin");
    private static final Caller AUDITOR = caller("auditor");
    private static final Caller READER = caller("reader");
    private static final Caller MEMBER = caller("member");
    private static final Caller AGENT = caller("agent");
    private static final Caller READER_OF_SYSTEM =
            Caller.of("somebody", "", Stream.of("reader")).withSystemScope(Optional.of("all"));

    /** Every route that a service has. */
    private static final List<Route> ROUTES = routes();

    private static List<Route> routes() {
        DirectCommandLog log = new DirectCommandLog(() -> 0);
        Backend backend = new Backend(log, log);
        List<Route> routes = HostRoutes.addTo(
                CapacityRoutes.addTo(
                        PciRoutes.addTo(BulkRoutes.addTo(PlacementRoutes.all(backend), backend), backend), backend),
                backend,
                new HostBoard());
        routes = ImportRoutes.addTo(routes, backend);
        routes = WhatIfRoutes.addTo(routes, backend, List::of, () -> Policy.DEFAULT);
        routes = new RebuildRoutes(region -> CompletableFuture.failedStage(new IllegalStateException())).addTo(routes);
        routes = new StoreRoutes("a", Optional.empty(), null).addTo(routes);
        routes = new DebugRoutes(json -> {}).addTo(routes);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        routes = new VerifyRoutes("a", Optional.empty(), List::of, InstantSource.system(), meters).addTo(routes);
        routes = new HealthRoutes(log, () -> Health.GOOD, List.of()).addTo(routes);
        return new OperationsRoutes(log, meters).addTo(routes);
    }

    private static Caller caller(String role) {
        return Caller.of("somebody", "theirs", Stream.of(role));
    }

    private static boolean permits(Caller caller, Route route) {
        return Policy.DEFAULT.permits(caller, route.policy(), Target.of(caller));
    }

    @Test
    void hasARuleForEveryRoute() {
        assertThat(ROUTES)
                .filteredOn(route -> route.policy().isEmpty())
                .extracting(Route::template)
                .containsExactlyInAnyOrder("/", "/livez", "/readyz", "/metrics", "/openapi.json");
        assertThat(Policy.DEFAULT.actions())
                .containsAll(ROUTES.stream()
                        .map(Route::policy)
                        .filter(policy -> !policy.isEmpty())
                        .toList());
    }

    @Test
    void letsAuditorsReadEverythingAndWriteNothingButWhatTheyFound() {
        assertThat(ruled())
                .allSatisfy(route -> assertThat(permits(AUDITOR, route))
                        .as(route.toString())
                        .isEqualTo(route.isReadOnly() || route.policy().equals("berth:audit:verified")));
    }

    @Test
    void letsReadersOfTheSystemWriteNothing() {
        assertThat(ruled())
                .allSatisfy(
                        route -> assertThat(permits(READER_OF_SYSTEM, route)).isEqualTo(route.isReadOnly()));
    }

    @Test
    void letsNobodyWithoutAPartInItDoAnything() {
        for (Caller caller : List.of(MEMBER, READER)) {
            assertThat(ruled())
                    .filteredOn(route -> permits(caller, route))
                    // What their own project uses, which is the target here.
                    .extracting(Route::policy)
                    .isSubsetOf("placement:usages");
        }
    }

    @Test
    void letsAgentsReportCleanTheirDevicesAndRenewTheirEnrolmentAlone() {
        assertThat(Policy.DEFAULT.actions())
                .filteredOn(action -> Policy.DEFAULT.permits(AGENT, action, Target.of(AGENT)))
                .containsExactlyInAnyOrder(
                        "berth:hosts:show",
                        "berth:hosts:compute_node:show",
                        "berth:hosts:report",
                        "berth:hosts:report:show",
                        "berth:hosts:enrolment:show",
                        "berth:hosts:enrolment:update",
                        "berth:hosts:devices:list",
                        "berth:hosts:devices:acknowledge");
    }

    @Test
    void letsAdministratorsDoEverythingButMakeRegions() {
        assertThat(Policy.DEFAULT.actions())
                .filteredOn(action -> !Policy.DEFAULT.permits(ADMIN, action, Target.of(ADMIN)))
                .containsExactly("berth:regions:create");
    }

    private static Stream<Route> ruled() {
        return ROUTES.stream().filter(route -> !route.policy().isEmpty());
    }
}
