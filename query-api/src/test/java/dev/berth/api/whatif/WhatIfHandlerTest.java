package dev.berth.api.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.NewRegions;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.InnerCalls;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.http.Route.Effect;
import dev.berth.api.policy.Policy;
import dev.berth.api.schema.Schemas;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.CommandLog;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bounds of what-ifs, and what they and dry runs say of a region that cannot decide. */
class WhatIfHandlerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String MANY_CHARACTERS = "x".repeat(5 * 1024 * 1024);

    private final StoppableLog log = new StoppableLog();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CompletableFuture<Answer> late = new CompletableFuture<>();
    private HttpApi api;

    /** A log that can be stopped, as a record does that cannot be decided. */
    private static final class StoppableLog implements CommandLog, RegionViews {
        private final DirectCommandLog decided = new DirectCommandLog(() -> 0);
        private Optional<RegionStop> stop = Optional.empty();

        @Override
        public CompletionStage<Decision> submit(Region region, Sent sent) {
            return decided.submit(region, sent);
        }

        @Override
        public RegionSnapshot snapshot(Region region) {
            return decided.snapshot(region);
        }

        @Override
        public Optional<RegionStop> stopped(Region region) {
            return stop;
        }

        @Override
        public Collection<Region> regions() {
            return decided.regions();
        }
    }

    private void start(Duration deadline, int size, int waitingMax) {
        Backend backend = new Backend(log, log, NewRegions.ANY);
        List<Route> routes = new ArrayList<>(PlacementRoutes.all(backend));
        routes.add(Route.get("/long")
                .policy("berth:audit")
                .answeredBy(call -> Answer.ok(json -> {
                    json.writeStartArray();
                    json.writeString(MANY_CHARACTERS);
                    json.writeEndArray();
                })));
        routes.add(Route.get("/slow").policy("berth:audit").answeredBy(call -> {
            await();
            return Answer.empty(204);
        }));
        routes.add(Route.get("/late").policy("berth:audit").handledBy(call -> late));
        routes.add(Route.get("/broken").policy("berth:audit").answeredBy(call -> {
            throw new IllegalStateException("expected a test to break here");
        }));
        WhatIfHandler handler = new WhatIfHandler(
                backend, new InnerCalls(() -> routes, () -> Policy.DEFAULT), deadline, size, waitingMax);
        routes.add(Route.get("/metrics").answeredBy(call -> Answer.empty(204)));
        routes.add(Route.get("/audit/elsewhere")
                .policy("berth:audit")
                .answerer(Answerer.INSTANCE)
                .answeredBy(call -> Answer.empty(204)));
        routes.add(Route.post("/what-if")
                .effect(Effect.NOTHING)
                .policy("berth:what_if")
                .body(Schemas.WHAT_IF_POST)
                .handledBy(handler::answer));
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        routes,
                        new ViewBarrier(log, Duration.ofSeconds(1)),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    private void await() {
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        mayGoOn.countDown();
        api.close();
    }

    private HttpResponse<String> whatIf(String body) throws IOException, InterruptedException {
        return CLIENT.send(request("POST", "/what-if", body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
    }

    private static String ask(String path, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> "\"" + path + "\"")
                .collect(Collectors.joining(", ", "{\"ask\": [", "]}"));
    }

    private static void assertIs(HttpResponse<String> answer, int status, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        for (String each : words) {
            assertThat(answer.body()).contains(each);
        }
    }

    @Test
    void takesAHundredCommandsAndTwentyQuestionsAndNoMore() throws Exception {
        start(Duration.ofSeconds(30), 1, 1);
        String command = "{\"method\": \"PUT\", \"path\": \"/traits/CUSTOM_A\"}";
        String hundred = "{\"commands\": [" + String.join(",", Collections.nCopies(100, command)) + "]}";
        assertIs(whatIf(hundred), 200);
        assertIs(whatIf(hundred.replace("[", "[" + command + ",")), 400, "is too long");
        assertIs(whatIf(ask("/traits/CUSTOM_A", 20)), 200);
        assertIs(whatIf(ask("/traits/CUSTOM_A", 21)), 400, "is too long");
    }

    @Test
    void refusesAnswersThatAreTooLongTogether() throws Exception {
        start(Duration.ofSeconds(30), 1, 1);
        assertIs(whatIf(ask("/long", 1)), 200);
        assertIs(whatIf(ask("/long", 2)), 413, "berth.what_if.too_long");
    }

    @Test
    void refusesWhatTakesTooLong() throws Exception {
        start(Duration.ZERO, 1, 1);
        assertIs(whatIf(ask("/traits", 1)), 503, "berth.what_if.busy", "was not answered within 0 s");
    }

    @Test
    void letsGoOfALongAnswerThatComesTooLate() throws Exception {
        start(Duration.ofMillis(300), 1, 1);
        assertIs(whatIf(ask("/late", 1)), 503, "berth.what_if.busy", "in the time that was left");

        AtomicBoolean isOver = new AtomicBoolean();
        Answer answer = Answer.inPieces(json -> {
                    json.octets(JsonBytes.ascii(MANY_CHARACTERS));
                    return true;
                })
                .whenSent(() -> isOver.set(true));
        assertThat(answer.isWhole()).isFalse();
        late.complete(answer);

        assertThat(isOver).isTrue();
    }

    @Test
    void refusesParametersThatWouldMeanAnotherMomentOrAnotherTry() throws Exception {
        start(Duration.ofSeconds(30), 1, 1);
        assertIs(whatIf(ask("/traits?as_of=3", 1)), 200, "\"status\":400", "berth.what_if.unsupported", "as_of");
        assertIs(
                whatIf("{\"commands\": [{\"method\": \"PUT\", \"path\": \"/traits/CUSTOM_A?dry_run=false\"}]}"),
                200,
                "\"status\":400",
                "berth.what_if.unsupported",
                "dry_run");
    }

    /** Whatever else is served, and what is not at all. */
    @Test
    void saysOfRoutesThatCannotBeAskedOrTriedThatItIsSo() throws Exception {
        start(Duration.ofSeconds(30), 1, 1);
        for (String path : List.of("/", "/metrics", "/audit/elsewhere")) {
            assertIs(whatIf(ask(path, 1)), 200, "\"status\":400", "berth.what_if.unsupported", "GET " + path);
        }
        assertIs(
                whatIf("{\"commands\": [{\"method\": \"POST\", \"path\": \"/what-if\", \"body\": {}}]}"),
                200,
                "\"status\":400",
                "berth.what_if.unsupported",
                "POST /what-if appends no command");
        assertIs(whatIf(ask("/nowhere", 1)), 200, "\"status\":404");
    }

    @Test
    void refusesWhatWouldWaitBehindTooManyOthers() throws Exception {
        start(Duration.ofSeconds(30), 1, 1);
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(CLIENT.sendAsync(
                    request("POST", "/what-if", ask("/slow", 1)), HttpResponse.BodyHandlers.ofString()));
        }
        CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new)).join();
        mayGoOn.countDown();
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> each : all) {
            statuses.add(each.join().statusCode());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 200, 503);
    }

    @Test
    void isAnErrorOfTheServerWhereARouteBreaks() throws Exception {
        start(Duration.ofSeconds(30), 1, 1);
        assertIs(whatIf(ask("/broken", 1)), 500);
    }

    @Test
    void saysOfAStoppedRegionThatNothingIsKnown() throws Exception {
        start(Duration.ofSeconds(30), 1, 1);
        CommandId id = new CommandId(UUID.randomUUID());
        Position at = new Position(0, 7, 0);
        log.stop = Optional.of(new RegionStop(
                new LogEntry.Readable(at, new CreateTrait(id, Trait.of("CUSTOM_A")), Sha256.NONE), "it is so"));
        assertIs(whatIf("{}"), 503, "berth.not_served", "has stopped at 0@7");
        HttpResponse<String> tried =
                CLIENT.send(request("PUT", "/traits/CUSTOM_A?dry_run=true", ""), HttpResponse.BodyHandlers.ofString());
        assertIs(tried, 503, "berth.not_served", "has stopped at 0@7");
        assertThat(tried.headers().firstValue("x-berth-dry-run")).contains("true");
    }
}
