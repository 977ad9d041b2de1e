package dev.berth.api.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Call;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Content;
import dev.berth.api.schema.Schemas;
import dev.berth.api.sender.Senders;
import dev.berth.api.server.HealthRoutes;
import dev.berth.api.server.OperationsRoutes;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.events.model.Region;
import dev.berth.projector.Address;
import dev.berth.projector.Health;
import dev.berth.projector.Owner;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Two instances on logs in memory, with owners as each test wants them. */
class OwnerForwardingTest {
    private static final Owner NOBODY = new Owner.Nobody("the regions are changing places");
    private static final String EAST = "/regions/east";

    /** One to see whether it is kept here, and some more. */
    private static final int LOOKS_OF_ONE_THAT_WAITS = 4;

    private final ConcurrentMap<String, Owner> owners = new ConcurrentHashMap<>();
    private final Set<Address> leaving = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Call> lastEcho = new AtomicReference<>();
    private final List<HttpApi> apis = new ArrayList<>();

    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean isLookBroken;
    private volatile boolean isAskedWhoCalls;
    private Door near;
    private Door far;

    @BeforeEach
    void start() {
        near = started("near");
        far = started("far");
        owners.put("near", new Owner.At(new Address("127.0.0.1", far.port())));
        owners.put("far", Owner.HERE);
    }

    @AfterEach
    void stop() {
        apis.forEach(HttpApi::close);
    }

    private Door started(String name) {
        DirectCommandLog log = new DirectCommandLog(System::currentTimeMillis);
        List<Route> own = new ArrayList<>(PlacementRoutes.all(new Backend(log, log)));
        own.add(Route.put("/echo")
                .content(Content.ANY)
                .policy("berth:rebuild")
                .body(Schemas.TRAIT_NAME)
                .answeredBy(call -> echo(name, call)));
        List<Route> routes = new OperationsRoutes(log, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .addTo(new HealthRoutes(log, () -> Health.GOOD, List.of()).addTo(own));
        HttpApi api = new HttpApi(
                ApiConfig.on("127.0.0.1", 0),
                this::authentication,
                routes,
                new ViewBarrier(log, Duration.ofSeconds(1)),
                vertx -> new OwnerForwarding(vertx, region -> owner(name), leaving::contains, name, Senders.LOCAL),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        apis.add(api);
        return new Door(api.start().port());
    }

    /** Knows at once who calls, or after a while, as where another service is asked. */
    private Authentication authentication(Vertx vertx) {
        NoAuthentication atOnce = new NoAuthentication();
        return new Authentication() {
            @Override
            public String name() {
                return atOnce.name();
            }

            @Override
            public Future<Identity> identify(Credentials credentials) {
                Future<Identity> known = atOnce.identify(credentials);
                return isAskedWhoCalls ? vertx.timer(50).compose(asked -> known) : known;
            }
        };
    }

    private Owner owner(String name) {
        looks.incrementAndGet();
        if (isLookBroken) {
            throw new OutOfMemoryError("Made for a test.");
        }
        return owners.get(name);
    }

    private Answer echo(String name, Call call) {
        lastEcho.set(call);
        return Answer.text(200, "text/plain", call.body().map(Buffer::toString).orElse(""))
                .header("x-echoed-by", name);
    }

    @Test
    void passesAnswersBackAsTheOwnerGaveThem() {
        UUID provider = UUID.randomUUID();
        HttpResponse<String> created =
                near.post(EAST + "/resource_providers", "{\"name\": \"cn1\", \"uuid\": \"" + provider + "\"}");
        assertThat(created.statusCode()).isEqualTo(200);

        String path = EAST + "/resource_providers/" + provider;
        HttpResponse<String> there = far.get(path);
        HttpResponse<String> through = near.get(path);
        assertThat(through.body()).isEqualTo(there.body()).contains("cn1");
        assertThat(through.headers().map().keySet())
                .isEqualTo(there.headers().map().keySet());

        HttpResponse<String> unknown = near.get(EAST + "/resource_providers/" + UUID.randomUUID());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("No resource provider with uuid");
        assertThat(near.claim(EAST, UUID.randomUUID(), provider).statusCode()).isEqualTo(409);
        assertThat(near.put(EAST + "/traits/CUSTOM_A", "").statusCode()).isEqualTo(201);
        assertThat(near.put(EAST + "/traits/CUSTOM_A", "").statusCode()).isEqualTo(204);
    }

    @Test
    void holdsWhatItWouldPassOnToAPeerThatLeaves() throws Exception {
        Address owner = new Address("127.0.0.1", far.port());
        leaving.add(owner);
        CompletableFuture<HttpResponse<String>> held =
                CompletableFuture.supplyAsync(() -> near.put(EAST + "/traits/CUSTOM_A", ""));
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(held).isNotDone();
        assertThat(far.get(EAST + "/traits").body()).doesNotContain("CUSTOM_A");

        owners.put("near", Owner.HERE);
        assertThat(held.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(far.get(EAST + "/traits").body()).doesNotContain("CUSTOM_A");
        assertThat(near.get(EAST + "/traits").body()).contains("CUSTOM_A");
    }

    @Test
    void answersWhatWaitsWhenItsOwnerCannotBeLookedUp() throws Exception {
        owners.put("near", NOBODY);
        CompletableFuture<HttpResponse<String>> held = CompletableFuture.supplyAsync(() -> near.get(EAST + "/traits"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> looks.get() > LOOKS_OF_ONE_THAT_WAITS);

        isLookBroken = true;
        assertThat(held.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
    }

    @Test
    void callsARequestTheSameOnItsWholeWay() {
        HttpResponse<String> answer = near.put(EAST + "/echo", "");
        assertThat(answer.headers().allValues("x-openstack-request-id"))
                .containsExactly(lastEcho.get().requestId());
        assertThat(lastEcho.get().globalRequestId()).isEmpty();

        HttpResponse<String> refused = near.get(EAST + "/resource_providers/" + UUID.randomUUID());
        assertThat(refused.body())
                .contains(refused.headers().firstValue("x-openstack-request-id").orElseThrow());
    }

    @Test
    void passesOnWhoCallsAndWhatTheCallerCallsIt() {
        String globalId = "req-" + UUID.randomUUID();

        near.put(
                EAST + "/echo",
                "",
                "x-openstack-request-id",
                globalId,
                "x-berth-request-id",
                "req-" + UUID.randomUUID(),
                "x-roles",
                "admin,reader",
                "x-project-id",
                "p");

        Call call = lastEcho.get();
        assertThat(call.globalRequestId()).hasValue(globalId);
        assertThat(call.caller().user()).isEqualTo("admin");
        assertThat(call.caller().project()).isEqualTo("p");
        assertThat(call.caller().roles()).containsExactly("admin", "reader");
    }

    @Test
    void takesNoTextForAnIdFromAPeer() {
        HttpResponse<String> answer = far.put(EAST + "/echo", "", "x-berth-request-id", "req-" + "a".repeat(36));

        assertThat(lastEcho.get().requestId())
                .matches("req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .isEqualTo(answer.headers().firstValue("x-openstack-request-id").orElseThrow());
    }

    @Test
    void linksNameTheServiceAsTheCallerDid() {
        HttpResponse<String> answer = near.put(EAST + "/traits/CUSTOM_LINKED", "");

        assertThat(answer.headers().firstValue("location"))
                .hasValue("http://127.0.0.1:" + near.port() + EAST + "/traits/CUSTOM_LINKED");
    }

    @Test
    void takesTheSameKeyThroughAnyInstance() {
        String body = "{\"name\": \"keyed\"}";
        String[] key = {"Idempotency-Key", "make-it"};
        HttpResponse<String> first = near.post(EAST + "/resource_providers", body, key);
        HttpResponse<String> again = near.post(EAST + "/resource_providers", body, key);
        HttpResponse<String> there = far.post(EAST + "/resource_providers", body, key);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(List.of(again.statusCode(), there.statusCode())).containsOnly(200);
        assertThat(List.of(again.body(), there.body())).containsOnly(first.body());
        assertThat(again.headers().firstValue("location"))
                .isEqualTo(first.headers().firstValue("location"));
        assertThat(path(there)).isEqualTo(path(first));
        assertThat(far.post(EAST + "/resource_providers", "{\"name\": \"other\"}", key)
                        .statusCode())
                .isEqualTo(422);
        assertThat(near.post(EAST + "/resource_providers", body, "Idempotency-Key", "make-it", "x-project-id", "p2")
                        .statusCode())
                .as("another caller's")
                .isEqualTo(409);
    }

    private static String path(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("location").orElseThrow()).getPath();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 15 s; run with -Dfaults=true")
    void saysOfAWriteWhetherAnythingMayComeOfIt() throws Exception {
        owners.put("near", NOBODY);
        assertUnavailable(
                near.put(EAST + "/traits/CUSTOM_A", ""), "changing places. Nothing was appended; send it again.");
        assertUnavailable(near.put(EAST + "/traits/CUSTOM_A", ""), "\"code\":\"berth.not_appended\"");
        assertUnavailable(near.get(EAST + "/traits"), "\"code\":\"berth.not_served\"");

        try (ServerSocket mute = new ServerSocket(0)) {
            CompletableFuture.runAsync(() -> hangUpOnTheFirst(mute));
            owners.put("near", new Owner.At(new Address("127.0.0.1", mute.getLocalPort())));
            HttpResponse<String> answer = near.put(EAST + "/traits/CUSTOM_A", "", "Idempotency-Key", "a");
            assertUnavailable(
                    answer, "It may have been appended and may still be decided; send it again with the same");
            assertThat(answer.body()).contains("\"code\":\"berth.perhaps_appended\"");
        }
    }

    @Test
    void asksAgainForAReadThatItsOwnerDidNotAnswerAlsoIfItHasABody() throws Exception {
        try (ServerSocket mute = new ServerSocket(0);
                Socket client = new Socket("127.0.0.1", near.port())) {
            owners.put("near", new Owner.At(new Address("127.0.0.1", mute.getLocalPort())));
            client.setSoTimeout(20_000);
            mute.setSoTimeout(20_000);
            String head = "GET " + EAST + "/traits HTTP/1.1\r\nHost: near\r\nX-Auth-Token: admin\r\n"
                    + "OpenStack-API-Version: placement 1.39\r\nContent-Type: application/json\r\n"
                    + "Connection: close\r\nContent-Length: 2\r\n\r\n{}";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            hangUpOnTheFirst(mute);
            owners.put("near", new Owner.At(new Address("127.0.0.1", far.port())));

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("\"traits\"");
        }
    }

    @Test
    void asksNobodyAgainForAReadWhoseClientHasGone() throws Exception {
        try (ServerSocket mute = new ServerSocket(0)) {
            mute.setSoTimeout(20_000);
            owners.put("near", new Owner.At(new Address("127.0.0.1", mute.getLocalPort())));
            Socket asked;
            try (Socket client = new Socket("127.0.0.1", near.port())) {
                String head = "GET " + EAST + "/traits HTTP/1.1\r\nHost: near\r\nX-Auth-Token: admin\r\n"
                        + "OpenStack-API-Version: placement 1.39\r\n\r\n";
                client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                asked = mute.accept();
                asked.getInputStream().read(new byte[1024]);
            }
            try (asked) {
                assertThat(asked.getInputStream().read()).as("the end").isEqualTo(-1);
            }
            mute.setSoTimeout(1_000);
            assertThatThrownBy(mute::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void saysThatAllConnectionsToTheOwnerAreInUse() throws Exception {
        List<Socket> open = new ArrayList<>();
        try (ServerSocket mute = new ServerSocket(0)) {
            Address owner = new Address("127.0.0.1", mute.getLocalPort());
            owners.put("near", new Owner.At(owner));
            String head = "GET " + EAST + "/traits HTTP/1.1\r\nHost: near\r\nX-Auth-Token: admin\r\n"
                    + "OpenStack-API-Version: placement 1.39\r\n\r\n";
            for (int i = 0; i < Relay.CONNECTIONS_MAX; i++) {
                Socket client = new Socket("127.0.0.1", near.port());
                open.add(client);
                client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                open.add(mute.accept());
            }

            assertUnavailable(
                    near.get(EAST + "/traits"),
                    "its owner at " + owner + " had no connection free in time, nor could another be made");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static void hangUpOnTheFirst(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[1024]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void streamsLargeBodiesBothWays() {
        String body = "0123456789abcdef".repeat(200_000);

        HttpResponse<String> answer = near.put(EAST + "/echo", body);

        assertThat(answer.headers().firstValue("x-echoed-by")).hasValue("far");
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void passesABodyOnThatCameBeforeItWasKnownWhoCalls() {
        isAskedWhoCalls = true;
        for (String body : List.of("hello", "0123456789abcdef".repeat(200_000))) {
            HttpResponse<String> answer = near.put(EAST + "/echo", body);

            assertThat(answer.headers().firstValue("x-echoed-by")).hasValue("far");
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @Test
    void keepsABodyWhileItWaitsForItsRegionThatCameBeforeItWasKnownWhoCalls() throws Exception {
        isAskedWhoCalls = true;
        owners.put("near", NOBODY);
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> near.put(EAST + "/echo", "hello"));
        TimeUnit.MILLISECONDS.sleep(300);

        owners.put("near", Owner.HERE);

        assertThat(answer.get(10, TimeUnit.SECONDS).headers().firstValue("x-echoed-by"))
                .hasValue("near");
        assertThat(answer.join().body()).isEqualTo("hello");
    }

    @Test
    void passesABodyOnWhoseLengthNobodyTold() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            // Vert.x closes a client that nobody refers to once garbage is collected.
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            Buffer echoed = client.request(HttpMethod.PUT, near.port(), "127.0.0.1", EAST + "/echo")
                    .compose(request -> {
                        request.putHeader("x-auth-token", "admin").putHeader("content-type", "application/json");
                        request.write("hel");
                        return request.end("lo").compose(sent -> request.response());
                    })
                    .compose(HttpClientResponse::body)
                    .await(20, TimeUnit.SECONDS);
            assertThat(echoed.toString()).isEqualTo("hello");
            Reference.reachabilityFence(client);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void answersWhatConcernsTheInstanceItself() {
        owners.put("near", NOBODY);

        for (String path : List.of("/", "/livez", "/readyz", "/metrics", "/openapi.json")) {
            assertThat(near.get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void refusesBadRequestsAtTheFirstDoor() {
        owners.put("near", NOBODY);

        assertThat(near.get(EAST + "/nowhere").statusCode()).isEqualTo(404);
        assertThat(near.post(EAST + "/traits", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void passesNoRequestOnTwice() {
        owners.put("far", new Owner.At(new Address("127.0.0.1", near.port())));

        HttpResponse<String> answer = near.get(EAST + "/traits");

        assertUnavailable(answer, "near passed this request on to an instance that does not keep the region");
    }

    @Test
    void saysWhatGoesOnWhenNobodyServesTheRegion() {
        owners.put("near", NOBODY);

        assertUnavailable(
                near.get(EAST + "/traits"), "Region east cannot be served now: the regions are changing places.");
    }

    @Test
    void saysThatTheOwnerCannotBeReached() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        owners.put("near", new Owner.At(new Address("127.0.0.1", unused)));

        assertUnavailable(near.put(EAST + "/echo", "hello"), "its owner at 127.0.0.1:" + unused + " cannot be reached");
    }

    @Test
    void holdsRequestsUntilTheRegionHasComeHere() throws Exception {
        owners.put("near", NOBODY);
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> near.put(EAST + "/echo", "hello"));
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(answer).isNotDone();

        owners.put("near", Owner.HERE);

        assertThat(answer.get(10, TimeUnit.SECONDS).headers().firstValue("x-echoed-by"))
                .hasValue("near");
        assertThat(answer.join().body()).isEqualTo("hello");
    }

    @Test
    void holdsRequestsUntilTheRegionHasGoneElsewhere() throws Exception {
        owners.put("near", NOBODY);
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> near.put(EAST + "/echo", "hello"));
        TimeUnit.MILLISECONDS.sleep(300);

        owners.put("near", new Owner.At(new Address("127.0.0.1", far.port())));

        assertThat(answer.get(10, TimeUnit.SECONDS).headers().firstValue("x-echoed-by"))
                .hasValue("far");
        assertThat(answer.join().body()).isEqualTo("hello");
    }

    @Test
    void servesManyAtOnce() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String text = "body " + i;
            answers.add(CompletableFuture.supplyAsync(() -> near.put(EAST + "/echo", text)));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join().body()).isEqualTo("body " + i);
        }
        assertThat(lastEcho.get().region()).isEqualTo(new Region("east"));
    }

    private static void assertUnavailable(HttpResponse<String> answer, String detail) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        assertThat(answer.body()).contains("\"title\":\"Service Unavailable\"").contains(detail);
    }
}
