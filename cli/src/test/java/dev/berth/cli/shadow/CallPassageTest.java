package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls on their way through the proxy to a service that reads all of them and refuses them. */
class CallPassageTest {
    private static final byte[] REFUSAL = new byte[2_000];
    private static final int BYTES_MAX = 64 << 20;
    private static final Duration BODY_TIME = Duration.ofSeconds(3);

    private final MemoryBudget memory = new MemoryBudget(BYTES_MAX);
    private final ShadowReport report = new ShadowReport();

    /** Bodies that the service read to their end, and those that broke off. */
    private final AtomicInteger whole = new AtomicInteger();

    private final AtomicInteger brokenOff = new AtomicInteger();
    private HttpServer service;
    private Follower follower;
    private FrontProxy proxy;
    private int port;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::refuse);
        service.start();
        URI url = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        ServiceRoles roles = new ServiceRoles(url, url, true);
        follower = new Follower(url, Optional.empty(), 1, memory);
        Shadow shadow = new Shadow(roles, follower, report, 10, 1);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        proxy = new FrontProxy(
                roles,
                Optional.empty(),
                new InetSocketAddress("127.0.0.1", port),
                shadow,
                report,
                memory,
                new SimpleMeterRegistry(),
                BODY_TIME);
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.close();
        follower.close();
        service.stop(0);
    }

    /** Makes a URL of the name by which it is called, as a Placement does. */
    private static void name(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders()
                    .set("location", "http://" + exchange.getRequestHeaders().getFirst("host") + "/named/here?x=1");
            exchange.sendResponseHeaders(201, -1);
        }
    }

    private void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                exchange.getRequestBody().readAllBytes();
            } catch (IOException e) {
                brokenOff.incrementAndGet();
                throw e;
            }
            whole.incrementAndGet();
            exchange.sendResponseHeaders(400, REFUSAL.length);
            exchange.getResponseBody().write(REFUSAL);
        }
    }

    private int put(int bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/allocations/x"))
                .timeout(Duration.ofSeconds(30))
                .PUT(BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofByteArray())
                .statusCode();
    }

    @Test
    void keepsNothingOfACallThatIsTooLargeToBeKept() throws Exception {
        assertThat(put(KeptBytes.BYTES_MAX + 1)).isEqualTo(400);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> report.missed(LeftOut.TOO_LARGE) == 1);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void givesBackWhatItKeptOfACallThatTheFollowerIsBehindWith() throws Exception {
        assertThat(put(1_000)).isEqualTo(400);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> report.uncompared(LeftOut.BEHIND) == 1);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void refusesAHeadThatIsTooLongWithTheReason() throws Exception {
        String much = "x".repeat(FrontProxy.HEADER_BYTES_MAX);
        assertThat(answer("GET /traits HTTP/1.1\r\nhost: placement\r\nx-much: " + much + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("\"code\":\"berth.shadow.unreadable\"", "Headers may have 65536 bytes at most.");
        assertThat(answer("GET /traits?name=" + much + " HTTP/1.1\r\nhost: placement\r\n\r\n"))
                .contains(" 414 ")
                .contains("A request line may have 65536 bytes at most.");
        assertThat(answer("GET /traits HTTP/x\r\nhost: placement\r\n\r\n")).contains(" 400 ");
        assertThat(whole).as("what was passed on").hasValue(0);
    }

    /** It is about no path, and a service that takes it for one answers something else. */
    @Test
    void asksAboutAServiceAsAWholeInTheSameWords() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(30_000);
            Vertx vertx = Vertx.vertx();
            try {
                URI url = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/placement");
                ServiceConnections connections =
                        new ServiceConnections(vertx, url, Optional.empty(), 1, Duration.ofSeconds(30));
                connections
                        .open("OPTIONS", CallPassage.path("*", "/placement"), MultiMap.caseInsensitiveMultiMap(), false)
                        .onSuccess(HttpClientRequest::send);
                try (Socket asked = listening.accept()) {
                    asked.setSoTimeout(30_000);
                    String line = new BufferedReader(
                                    new InputStreamReader(asked.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine();
                    assertThat(line).isEqualTo("OPTIONS * HTTP/1.1");
                }
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(CallPassage.path("/placement", "/placement")).isEqualTo("/");
        assertThat(CallPassage.path("/placement/traits?name=in:A", "/placement"))
                .isEqualTo("/traits?name=in:A");
        assertThat(CallPassage.path("/elsewhere", "/placement")).isEqualTo("/elsewhere");
    }

    /** All that comes back until the connection ends. */
    private String answer(String request) throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(30_000);
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void passesNoBodyOnAsWholeThatBrokeOff() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = client.getOutputStream();
            out.write(("PUT /allocations/x HTTP/1.1\r\nhost: placement\r\ntransfer-encoding: chunked\r\n\r\n"
                            + Integer.toHexString(KeptBytes.BYTES_MAX + 1) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[KeptBytes.BYTES_MAX + 1]);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> memory.taken() == 0);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> brokenOff.get() + whole.get() > 0);
        assertThat(whole).hasValue(0);
    }

    /** What a client is told that sends the head of a call, so many bytes of its body, and then nothing more. */
    private String toldWhereABodyStops(int announced, int sent) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(60_000);
            client.getOutputStream()
                    .write(("PUT /allocations/x HTTP/1.1\r\nhost: placement\r\ncontent-length: " + announced
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(new byte[sent]);
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void waitsForNoBodyThatDoesNotCome() throws Exception {
        assertThat(toldWhereABodyStops(10, 0)).startsWith("HTTP/1.1 408 ").contains("0 bytes arrived");
    }

    @Test
    void givesBackTheMemoryOfABodyThatStops() throws Exception {
        int announced = KeptBytes.BYTES_MAX;
        assertThat(toldWhereABodyStops(announced, announced - 1)).startsWith("HTTP/1.1 408 ");
        assertThat(memory.taken()).isZero();
    }

    @Test
    void waitsForNoBodyThatStopsWhileItIsPassedOn() throws Exception {
        assertThat(memory.share().take(BYTES_MAX)).isTrue();
        assertThat(toldWhereABodyStops(10_000, 5_000)).startsWith("HTTP/1.1 408 ");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> brokenOff.get() == 1);
        assertThat(whole).hasValue(0);
    }

    @Test
    void callsTheServiceByItsOwnNameAndTellsTheClientTheOneThatItUses() throws Exception {
        AtomicReference<String> named = new AtomicReference<>();
        service.createContext("/host", exchange -> {
            named.set(exchange.getRequestHeaders().getFirst("host"));
            name(exchange);
        });
        for (String body : List.of("", "content-length: 2\r\n\r\n{}")) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.setSoTimeout(60_000);
                client.getOutputStream()
                        .write(("PUT /host HTTP/1.1\r\nhost: placement.example:8780\r\nconnection: close\r\n"
                                        + (body.isEmpty() ? "\r\n" : body))
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 201 ")
                        .containsIgnoringCase("location: http://placement.example:8780/named/here?x=1\r\n");
            }
            assertThat(named).hasValue("127.0.0.1:" + service.getAddress().getPort());
        }
    }
}
