package dev.berth.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Route;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.api.server.DebugRoutes;
import dev.berth.api.server.HistoryRoutes;
import dev.berth.api.server.RebuildRoutes;
import dev.berth.api.server.StoreRoutes;
import dev.berth.api.watch.WatchRoutes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/routes.md lists the routes as the route table has them; where it does not, this says what the page should say.
 */
class RoutesInDocsTest {
    private static final Path PAGE = Path.of("../docs/routes.md");

    /** An entry of the list, which may go on in indented lines. */
    private static final Pattern ENTRY = Pattern.compile("^- (`[A-Z]+ /.*(?:\\n {2}\\S.*)*)", Pattern.MULTILINE);

    @Test
    void listEveryRouteAsTheTableHasIt() throws IOException {
        List<String> told = new ArrayList<>();
        Matcher entries = ENTRY.matcher(Files.readString(PAGE));
        while (entries.find()) {
            told.add(entries.group(1).replaceAll("\\s+", " "));
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        routes().stream().map(RoutesInDocsTest::entry).toList());
    }

    @Test
    void haveASummaryAndSayWhoMayUseThem() {
        // These say nothing of a cloud, or only how the service is.
        List<String> forEverybody = List.of("/", "/livez", "/readyz", "/metrics", "/openapi.json");
        for (Route route : routes()) {
            assertThat(route.summary()).as(route.toString()).isNotBlank();
            if (forEverybody.contains(route.template())) {
                assertThat(route.policy()).as(route.toString()).isEmpty();
            } else {
                assertThat(route.policy()).as(route.toString()).matches("(placement|berth)(:[a-z_]+)+");
            }
        }
    }

    private static String entry(Route route) {
        Microversion since = route.since().map(Feature::since).orElse(Microversion.MIN);
        return "`" + route + "`" + (since.equals(Microversion.MIN) ? "" : " (" + since + ")") + ": " + route.summary();
    }

    /** All that a service serves; the server without a broker has one route of its own. */
    static List<Route> routes() {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            List<Route> rebuild = new RebuildRoutes(region -> new CompletableFuture<>()).addTo(server.routes());
            List<Route> stores = new StoreRoutes("here", Optional.empty(), null).addTo(rebuild);
            List<Route> watches =
                    new WatchRoutes((region, from, each) -> null, new SimpleMeterRegistry()).addTo(stores);
            List<Route> debug = new DebugRoutes(json -> {}).addTo(watches);
            return new HistoryRoutes((region, each) -> null)
                    .addTo(debug).stream()
                            .filter(route -> !route.template().equals("/reset"))
                            .toList();
        }
    }
}
