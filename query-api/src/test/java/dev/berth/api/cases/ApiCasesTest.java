package dev.berth.api.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.cases.CaseFile.Step;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.QueryString;
import dev.berth.api.http.Route;
import dev.berth.api.http.Router;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.schema.SchemaFamily;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import dev.berth.api.server.BrokerlessServer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every case file on a server of its own, and sees that the files together call every route, and those of
 * Placement on both sides of every version at which they changed. Replies are held against the reply schemas as well,
 * so the schemas say what is really sent. With {@code -Dcases.url=} and {@code -Dcases.reset=} the same files run
 * against another server, emptied by a command before each.
 */
class ApiCasesTest {
    private static final Path CASES = Path.of("src/test/cases");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Optional<String> OTHER_URL = Optional.ofNullable(System.getProperty("cases.url"));

    private static BrokerlessServer server;
    private static Router router;

    private final Set<String> called = new TreeSet<>();

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        router = new Router(server.routes());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsTheCasesSay() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> paths = Files.list(CASES)) {
            for (Path path :
                    paths.filter(p -> p.toString().endsWith(".case")).sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(path.getFileName().toString(), () -> run(CaseFile.read(path))));
            }
        }
        tests.add(DynamicTest.dynamicTest("every route on both sides of every boundary", this::requireAllCalled));
        return tests.stream();
    }

    private void run(CaseFile file) throws IOException, InterruptedException {
        reset();
        CaseRunner runner = new CaseRunner(OTHER_URL.orElse("http://127.0.0.1:" + server.port()));
        for (Step step : file.steps()) {
            HttpResponse<String> response = runner.run(file, step);
            Optional<Route> route = route(step);
            route.ifPresent(r -> called.add(r + " " + step.version()));
            if (OTHER_URL.isEmpty()) {
                requireDescribed(file, step, route, response);
            }
        }
    }

    private static void reset() throws IOException, InterruptedException {
        server.reset();
        if (OTHER_URL.isPresent()) {
            new ProcessBuilder("sh", "-c", System.getProperty("cases.reset"))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    private static Optional<Route> route(Step step) {
        String path = step.path().split("\\?")[0].replaceFirst("^/regions/[^/]+", "");
        int question = step.path().indexOf('?');
        QueryString query = QueryString.of(question < 0 ? null : step.path().substring(question + 1));
        return router.match(path)
                .flatMap(match -> match.route(HttpMethod.valueOf(step.method())))
                .map(route -> route.asked(query));
    }

    /** The reply has the form that the route, and so the OpenAPI document, says it has. */
    private static void requireDescribed(CaseFile file, Step step, Optional<Route> route, HttpResponse<String> response)
            throws IOException {
        String where = file.name() + ":" + step.line();
        boolean isJson = response.headers()
                .firstValue("content-type")
                .map(type -> type.equals("application/json"))
                .orElse(false);
        if (response.statusCode() >= 400) {
            if (isJson) {
                SchemaFile error = response.statusCode() == 401 ? Schemas.REPLY_UNAUTHORIZED : Schemas.REPLY_ERRORS;
                assertThat(error.violation(MAPPER.readTree(response.body())))
                        .as(where)
                        .isEmpty();
            }
            return;
        }
        List<Route.Reply> replies = route.orElseThrow().replies().stream()
                .filter(reply -> reply.status() == response.statusCode())
                .toList();
        if (route.get().replies().isEmpty() || route.get().mayBeText() && !isJson) {
            return;
        }
        assertThat(replies).as(where + " has an undescribed status").isNotEmpty();
        Optional<SchemaFile> schema = replies.get(0).schema();
        if (schema.isPresent()) {
            JsonNode body = MAPPER.readTree(response.body());
            assertThat(schema.get().violation(body)).as(where).isEmpty();
        } else {
            assertThat(response.body()).as(where).isEmpty();
        }
    }

    private void requireAllCalled() {
        List<String> missing = new ArrayList<>();
        for (Route route : router.routes()) {
            if (called.stream().noneMatch(call -> call.startsWith(route + " "))) {
                missing.add(route.toString());
            }
            boolean isPlacement = route.policy().startsWith("placement:");
            for (Microversion version : isPlacement ? boundaries(route) : Set.<Microversion>of()) {
                if (!called.contains(route + " " + version)) {
                    missing.add(route + " " + version);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** The versions at which the route or its schemas changed, and those just before them; and the newest. */
    private static Set<Microversion> boundaries(Route route) {
        Set<Microversion> boundaries = new TreeSet<>(Set.of(Microversion.MAX));
        route.since().map(Feature::since).ifPresent(since -> addBothSides(boundaries, since));
        route.body().map(SchemaFamily::files).ifPresent(f -> f.keySet().forEach(v -> addBothSides(boundaries, v)));
        route.query().map(SchemaFamily::files).ifPresent(f -> f.keySet().forEach(v -> addBothSides(boundaries, v)));
        return boundaries;
    }

    private static void addBothSides(Set<Microversion> boundaries, Microversion since) {
        boundaries.add(since);
        if (since.minor() > 0) {
            boundaries.add(new Microversion(since.minor() - 1));
        }
    }
}
