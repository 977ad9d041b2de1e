package dev.berth.api.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Route;
import dev.berth.api.http.Router;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.api.server.RebuildRoutes;
import dev.berth.api.whatif.TriedAndDone;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every write of every case file, tried before it is done. */
class DryRunCasesTest {
    private static final Path CASES = Path.of("src/test/cases");
    private static final String KEY = "idempotency-key";

    /** The routes of which a write was tried that was then granted, and those that refuse to try anything. */
    private final Set<String> granted = new TreeSet<>();

    private final Set<String> refusing = new TreeSet<>();

    @Test
    void answersEveryWriteAsItIsThenDoneAndChangesNothing() throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> paths = Files.list(CASES)) {
            files = paths.filter(path -> path.toString().endsWith(".case"))
                    .sorted()
                    .toList();
        }
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            for (Path path : files) {
                server.reset();
                run(server, CaseFile.read(path));
            }
            Set<String> taking = new TreeSet<>();
            for (Route route : server.routes()) {
                if (route.takesDryRun()) {
                    taking.add(route.toString());
                } else if (!route.isReadOnly()) {
                    refusing.add(route.toString());
                }
            }
            assertThat(granted).as("what was tried, and granted then").isEqualTo(taking);
        }
        assertThat(refusing).containsExactly("POST /audit/verified", "POST /reset");
        assertThat(new RebuildRoutes(region -> new CompletableFuture<>()).addTo(List.of()))
                .allSatisfy(route ->
                        assertThat(route.takesDryRun() || route.isReadOnly()).isFalse());
    }

    private void run(BrokerlessServer server, CaseFile file) throws IOException, InterruptedException {
        TriedAndDone pair = new TriedAndDone(server);
        Router router = new Router(server.routes());
        CaseRunner runner = new CaseRunner("http://127.0.0.1:" + server.port());
        for (CaseFile.Step step : file.steps()) {
            Optional<Route> route = router.match(step.path().split("\\?")[0].replaceFirst("^/regions/[^/]+", ""))
                    .flatMap(match -> match.route(HttpMethod.valueOf(step.method())));
            Map<String, String> headers = headers(step);
            boolean isTried = route.map(Route::takesDryRun).orElse(false)
                    && !step.path().contains("?dry")
                    && !step.path().contains("&dry")
                    && !headers.containsKey(KEY);
            if (isTried) {
                HttpResponse<String> done = pair.compare(step.method(), step.path(), headers, step.body());
                assertThat(done.statusCode())
                        .as(file.name() + ":" + step.line())
                        .isEqualTo(step.status());
                if (done.statusCode() < 300) {
                    granted.add(route.get().toString());
                }
            } else {
                runner.run(file, step);
            }
        }
    }

    private static Map<String, String> headers(CaseFile.Step step) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-auth-token", "admin");
        if (!step.version().equals("-")) {
            headers.put("openstack-api-version", "placement " + step.version());
        }
        step.body().ifPresent(body -> headers.put("content-type", "application/json"));
        step.requestHeaders().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.value()));
        return headers;
    }
}
