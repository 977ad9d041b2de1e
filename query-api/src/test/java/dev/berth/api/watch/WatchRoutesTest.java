package dev.berth.api.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.Event;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.log.DecidedCommand;
import dev.berth.events.log.DecidedFrom;
import dev.berth.events.log.DecidedLog;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches over HTTP, of decisions that are a list; what reads them from Kafka is tried by DecidedReaderTest. */
final class WatchRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final WatchLimits LIMITS = new WatchLimits(
            2, Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofMinutes(1));

    /** For tests that open one watch after the other: the server hears a little later that one was closed. */
    private static final WatchLimits ROOM_FOR_MORE = new WatchLimits(
            8, Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofMinutes(1));

    private final List<DecidedCommand> decided = new CopyOnWriteArrayList<>();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpApi api;

    @AfterEach
    void stop() {
        api.close();
    }

    /** One event as a client sees it; without a name it only says the id. */
    private record Received(String id, String name, JsonNode data) {}

    private static final class Events implements AutoCloseable {
        private final BufferedReader in;

        Events(BufferedReader in) {
            this.in = in;
        }

        /** The next block; null at the end. */
        Received next() throws IOException {
            String id = null;
            String name = null;
            JsonNode data = null;
            boolean isAny = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty() && isAny) {
                    return new Received(id, name, data);
                }
                isAny = true;
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = JSON.readTree(line.substring(6));
                }
            }
            return null;
        }

        Received next(String name) throws IOException {
            for (Received event = next(); event != null; event = next()) {
                if (name.equals(event.name())) {
                    return event;
                }
            }
            throw new IOException("expected an event " + name + " before the end");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    @Test
    void showsWhatIsDecidedFromNowOn() throws Exception {
        start(LIMITS);
        decide(trait(0));
        try (Events events = watch("/watch")) {
            Received begin = events.next("begin");
            assertThat(begin.id()).isEqualTo("0@0");
            assertThat(begin.data().path("resume").asText()).isEqualTo("0@0");
            decide(trait(1));
            Received event = events.next("decided");
            assertThat(event.id()).isEqualTo("0@1");
            assertThat(event.data().path("command").asText()).isEqualTo("CREATE_TRAIT");
            assertThat(event.data().path("outcome").asText()).isEqualTo("unchanged");
            assertThat(event.data().path("content").path("trait").asText()).isEqualTo("CUSTOM_1");
            assertFits(begin.data(), event.data());
        }
    }

    @Test
    void resumesBehindTheLastEventWhateverTheUrlSays() throws Exception {
        start(ROOM_FOR_MORE);
        for (int i = 0; i < 5; i++) {
            decide(trait(i));
        }
        try (Events events = watch("/watch?from=0@0&after=0@1", "last-event-id", "0@2")) {
            assertThat(events.next("decided").id()).isEqualTo("0@3");
            assertThat(events.next("decided").id()).isEqualTo("0@4");
        }
        try (Events events = watch("/watch?from=0@0&after=0@1")) {
            assertThat(events.next("decided").id()).isEqualTo("0@2");
        }
        try (Events events = watch("/watch?from=0@1")) {
            assertThat(events.next("begin").data().path("resume").isNull()).isTrue();
            assertThat(events.next("decided").id()).isEqualTo("0@1");
        }
    }

    @Test
    void showsOnlyWhatPassesTheFilterAndSaysHowFarItHasRead() throws Exception {
        start(LIMITS);
        ProviderId wanted = new ProviderId(new UUID(7, 7));
        try (Events events = watch("/watch?kinds=create_provider,CREATE_INVENTORY&provider=" + wanted)) {
            events.next("begin");
            decide(trait(0));
            decide(provider(new ProviderId(new UUID(8, 8))));
            Received heartbeat = events.next();
            while (!"0@1".equals(heartbeat.id())) {
                heartbeat = events.next();
            }
            assertThat(heartbeat.name()).as("a heartbeat is no event").isNull();
            decide(provider(wanted));
            assertThat(events.next("decided").id()).isEqualTo("0@2");
        }
    }

    @Test
    void watchesTheRegionOfThePathOrOfTheParameter() throws Exception {
        start(LIMITS);
        for (String path : List.of("/watch?region=east", "/regions/east/watch", "/regions/east/watch?region=east")) {
            try (Events events = watch(path)) {
                assertThat(events.next("begin").data().path("region").asText()).isEqualTo("east");
            }
            awaitNoWatch();
        }
        assertThat(get("/regions/east/watch?region=west", 400).toString()).contains("east in the path and west");
        assertThat(get("/regions/default/watch?region=west", 400).toString()).contains("default in the path and west");
        assertThat(get("/watch?region=a%20b", 400).toString()).contains("the name of a region");
    }

    @Test
    void refusesWhereNoWatchCanBegin() throws Exception {
        start(LIMITS);
        decide(trait(0));
        // What the command takes, and reckons before it asks.
        assertThat(get("/watch?from=24h", 400).toString())
                .contains("a time such as", "got '24h'; how long ago it was is what commands take");
        assertThat(get("/watch?from=yesterday", 400).toString()).contains("a time such as", "berth.watch.malformed");
        assertThat(get("/watch?after=5", 400).toString()).contains("the id of an event, such as 0@1042");
        assertThat(get("/watch?after=0@9", 400).toString()).contains("berth.watch.in_future");
        assertThat(get("/watch?kinds=NONSENSE", 400).toString()).contains("CLAIM_ALLOCATIONS", "NONSENSE");
        assertThat(get("/watch?provider=cn1", 400).toString()).contains("provider");
        assertThat(get("/watch?limit=1", 400).toString()).contains("limit");
        assertThat(meters.get("berth.watches").gauge().value()).isZero();
    }

    /** Nobody else answers it, and the client would wait for ever. */
    @Test
    void answersWhereTheThreadOfAWatchDies() throws Exception {
        WatchRoutes routes = new WatchRoutes(
                (region, from, each) -> {
                    throw new NoClassDefFoundError("gone");
                },
                meters,
                LIMITS);
        api = new HttpApi(ApiConfig.on("127.0.0.1", 0), routes.addTo(List.of()), (region, position) -> null, meters)
                .start();
        for (int i = 0; i <= LIMITS.watchesMax(); i++) {
            get("/watch", 500);
            awaitNoWatch();
        }
    }

    @Test
    void cutsAReaderThatIsTooSlowAndSaysWhereToResume() throws Exception {
        start(LIMITS);
        int count = 400;
        for (int i = 0; i < count; i++) {
            decide(trait(i), longOutcome());
        }
        List<String> ids = new ArrayList<>();
        Received last = null;
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream()
                    .write("GET /watch?from=0@0 HTTP/1.1\r\nhost: 127.0.0.1\r\nx-auth-token: admin\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await(() -> ended("slow_reader") == 1);
            // Others are served all the while.
            try (Events other = watch("/watch?from=0@" + (count - 1))) {
                assertThat(other.next("decided").id()).isEqualTo("0@" + (count - 1));
            }
            Events events = new Events(
                    new BufferedReader(new InputStreamReader(new Unchunked(socket.getInputStream()), "UTF-8")));
            for (Received event = events.next(); event != null; event = events.next()) {
                if ("decided".equals(event.name())) {
                    ids.add(event.id());
                }
                last = event;
            }
        }
        assertThat(ids)
                .hasSizeBetween(1, count - 1)
                .isEqualTo(
                        LongStream.range(0, ids.size()).mapToObj(i -> "0@" + i).toList());
        assertThat(last.name()).isEqualTo("end");
        assertThat(last.data().path("reason").asText()).isEqualTo("slow_reader");
        assertThat(last.data().path("resume").asText()).isEqualTo(ids.get(ids.size() - 1));
        assertFits(last.data());
        try (Events resumed = watch("/watch", "last-event-id", last.id())) {
            assertThat(resumed.next("decided").id()).isEqualTo("0@" + ids.size());
        }
    }

    @Test
    void turnsAwayWhoIsOneTooManyAndLetsInWhoComesLater() throws Exception {
        start(LIMITS);
        Events first = watch("/watch");
        Events second = watch("/watch");
        assertThat(get("/watch", 503).toString()).contains("2, watch at this instance already");
        first.close();
        second.close();
        awaitNoWatch();
        watch("/watch").close();
        await(() -> closed.get() == opened.get());
    }

    @Test
    void endsWithTheServerThatStops() throws Exception {
        start(LIMITS);
        decide(trait(0));
        try (Events events = watch("/watch")) {
            events.next("begin");
            api.stop();
            assertThat(api.drain(Duration.ofSeconds(5))).isTrue();
            Received end = events.next("end");
            assertThat(end.data().path("reason").asText()).isEqualTo("stopping");
            assertThat(end.id()).isEqualTo("0@0");
        }
    }

    @Test
    void endsAfterItsTime() throws Exception {
        start(new WatchLimits(
                2, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300)));
        try (Events events = watch("/watch")) {
            assertThat(events.next("end").data().path("reason").asText()).isEqualTo("time_over");
            assertThat(events.next()).isNull();
        }
    }

    /** It knows no chunks, so only the end of the connection tells it that there is no more. */
    @Test
    void endsTheConnectionOfAClientOfHttp10AfterItsTime() throws Exception {
        start(new WatchLimits(
                2, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300)));
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /watch HTTP/1.0\r\nConnection: keep-alive\r\nX-Auth-Token: admin\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("time_over");
        }
    }

    @Test
    void endsWithAReasonWhereTheLogCannotBeReadAnyMore() throws Exception {
        start(LIMITS);
        decide(trait(0));
        try (Events events = watch("/watch?from=0@0")) {
            assertThat(events.next("decided").id()).isEqualTo("0@0");
            isBroken = true;
            Received end = events.next("end");
            assertThat(end.data().path("reason").asText()).isEqualTo("log_unreadable");
            assertThat(end.data().path("message").asText()).contains("The watch broke");
            assertThat(end.id()).isEqualTo("0@0");
        }
    }

    /** The thread dies then, and nobody else would end it. */
    @Test
    @Timeout(20)
    void endsWithAReasonWhereItsThreadDies() throws Exception {
        start(LIMITS);
        decide(trait(0));
        try (Events events = watch("/watch?from=0@0")) {
            assertThat(events.next("decided").id()).isEqualTo("0@0");
            isTorn = true;
            Received end = events.next("end");
            assertThat(end.data().path("message").asText()).contains("The watch broke");
            assertThat(events.next()).isNull();
        }
    }

    /** As when the event loop, which hands the client over, has been held up for longer than that. */
    @Test
    @Timeout(20)
    void endsWhereItsClientIsThereOnlyAfterItWasWaitedFor() throws Exception {
        WatchLimits hasty = new WatchLimits(
                2, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMinutes(1));
        Route late = Route.get("/late")
                .content(Route.Content.ANY)
                .policy("berth:history")
                .answeredBy(call -> {
                    Watch watch = new Watch(Region.DEFAULT, WatchFilter.of(call.query()), hasty, reason -> {});
                    run(watch);
                    return watch.answer();
                });
        api = new HttpApi(ApiConfig.on("127.0.0.1", 0), List.of(late), (region, position) -> null, meters).start();
        try (Events events = watch("/late")) {
            Received end = events.next("end");
            assertThat(end.data().path("reason").asText()).isEqualTo("time_over");
            assertThat(end.data().path("message").asText()).contains("could not begin within");
            assertThat(events.next()).isNull();
        }
    }

    private void run(Watch watch) {
        try (DecidedLog log = open(Region.DEFAULT, DecidedFrom.NOW)) {
            watch.run(log);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private volatile boolean isTorn;
    private volatile boolean isBroken;

    private void start(WatchLimits limits) {
        WatchRoutes routes = new WatchRoutes((region, from, each) -> open(region, from), meters, limits);
        api = new HttpApi(ApiConfig.on("127.0.0.1", 0), routes.addTo(List.of()), (region, position) -> null, meters)
                .start();
    }

    private DecidedLog open(Region region, DecidedFrom from) {
        int first = from instanceof DecidedFrom.Behind behind
                ? Math.toIntExact(behind.offset()) + 1
                : ((DecidedFrom.At) from).place() instanceof LogPlace.At at
                        ? Math.toIntExact(at.offset())
                        : decided.size();
        if (first > decided.size()) {
            throw NoPlaceException.notThereYet(first - 1, new LogProgress.Partition(0, 0, 0, decided.size()));
        }
        opened.incrementAndGet();
        return new DecidedLog() {
            private int next = first;
            private Optional<DecidedFrom.Behind> last =
                    from instanceof DecidedFrom.At at && at.place() instanceof LogPlace.At
                            ? Optional.empty()
                            : Optional.of(new DecidedFrom.Behind(0, first - 1));

            @Override
            public Optional<DecidedCommand> next() {
                if (isTorn) {
                    throw new NoClassDefFoundError("gone on purpose");
                }
                if (isBroken) {
                    throw new IllegalStateException("broken on purpose");
                }
                if (next >= decided.size()) {
                    return Optional.empty();
                }
                last = Optional.of(new DecidedFrom.Behind(0, next));
                return Optional.of(decided.get(next++));
            }

            @Override
            public boolean isAtEnd() {
                return next >= decided.size();
            }

            @Override
            public void follow() {
                // It sees the list itself.
            }

            @Override
            public Optional<DecidedFrom.Behind> last() {
                return last;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static Command trait(int number) {
        return new CreateTrait(new CommandId(new UUID(0, number)), Trait.of("CUSTOM_" + number));
    }

    private static Command provider(ProviderId id) {
        return new CreateProvider(new CommandId(id.value()), id, "cn", Optional.empty());
    }

    /** More than most sockets hold of a few of these. */
    private static Outcome longOutcome() {
        Event event = new TraitCreated(Trait.of("CUSTOM_" + "X".repeat(200)));
        return Outcome.accepted(Stream.generate(() -> event).limit(300).collect(ImmutableList.toImmutableList()));
    }

    private void decide(Command command) {
        decide(command, Outcome.accepted(ImmutableList.of()));
    }

    private void decide(Command command, Outcome outcome) {
        Position position = new Position(0, decided.size(), 1_000);
        decided.add(new DecidedCommand(
                Region.DEFAULT,
                new LogEntry.Readable(position, Sent.of(command), Sha256.NONE),
                new Decision(position, command.commandId(), command.kind(), 1, outcome, Sha256.NONE)));
    }

    private double ended(String reason) {
        return meters.get("berth.watches.ended").tag("reason", reason).counter().count();
    }

    private static void assertFits(JsonNode... data) {
        SchemaFile schema = Schemas.REPLY_WATCH;
        for (JsonNode each : data) {
            assertThat(schema.violation(each)).isEmpty();
        }
    }

    private void awaitNoWatch() throws Exception {
        await(() -> meters.get("berth.watches").gauge().value() == 0);
    }

    private interface Condition {
        boolean isMet() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).isLessThan(untilNs);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private Events watch(String path, String... headers) throws Exception {
        HttpResponse<InputStream> answer =
                client.send(request(path, headers), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        return new Events(new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    private JsonNode get(String path, int status) throws Exception {
        HttpResponse<String> answer = client.send(request(path), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .header("accept", "text/event-stream, application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.GET().build();
    }
}
