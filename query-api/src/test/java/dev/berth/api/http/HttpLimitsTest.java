package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.connection.ConnectionLimits;
import dev.berth.api.http.Route.Content;
import dev.berth.api.policy.Policy;
import dev.berth.api.schema.Schemas;
import dev.berth.api.sender.Senders;
import dev.berth.api.trace.RequestTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one client, or many, may take of a server; over sockets, with limits that are short enough to wait for. */
class HttpLimitsTest {
    private static final int BODY_MAX = 1024 * 1024;
    private static final int BODIES_MAX = 4 * 1024 * 1024;
    private static final String HEAD = " HTTP/1.1\r\nhost: a\r\nx-auth-token: admin\r\ncontent-type: text/plain\r\n";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpApi api;

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        api.close();
    }

    private static HttpLimits limits() {
        return limits(BODIES_MAX, Duration.ofSeconds(30));
    }

    private static HttpLimits limits(long bodiesMax, Duration bodyTime) {
        return new HttpLimits(BODY_MAX, bodiesMax, bodyTime, Duration.ofSeconds(30), ConnectionLimits.USUAL);
    }

    private void start(HttpLimits limits) {
        List<Route> routes = List.of(
                Route.put("/echo")
                        .content(Content.ANY)
                        .policy("berth:rebuild")
                        .body(Schemas.TRAIT_NAME)
                        .answeredBy(call -> Answer.text(
                                200,
                                Answer.TEXT,
                                call.body().map(Buffer::length).orElse(0) + " on "
                                        + Thread.currentThread().getName())),
                Route.put("/read")
                        .content(Content.ANY)
                        .policy("berth:rebuild")
                        .body(Schemas.TRAIT_NAME)
                        .answeredBy(call -> Answer.text(
                                200, Answer.TEXT, call.body().orElseThrow().toString())),
                Route.put("/bodyless")
                        .content(Content.ANY)
                        .policy("berth:rebuild")
                        .answeredBy(call -> Answer.text(200, Answer.TEXT, "done")),
                Route.get("/broken")
                        .content(Content.ANY)
                        .policy("berth:rebuild")
                        .answeredBy(call -> {
                            throw new StackOverflowError("too deep");
                        }),
                Route.get("/long")
                        .content(Content.ANY)
                        .policy("berth:rebuild")
                        .answeredBy(call -> Answer.text(200, Answer.TEXT, "x".repeat(24 * 1024 * 1024))));
        api = new HttpApi(
                        new ApiConfig(
                                "127.0.0.1",
                                0,
                                2,
                                limits,
                                () -> Policy.DEFAULT,
                                Cors.OFF,
                                Senders.LOCAL,
                                Audience.EVERYBODY,
                                RequestTraces.OFF),
                        routes,
                        new ViewBarrier(new DirectCommandLog(System::currentTimeMillis), Duration.ofSeconds(1)),
                        meters)
                .start();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket("127.0.0.1", api.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** One answer, whose body has a length. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
        return head + new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    private String ask(String request) throws IOException {
        Socket socket = open();
        send(socket, request);
        return answer(socket);
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (IOException stillOpen) {
            return false;
        }
    }

    private double counted(String meter, String during) {
        return meters.get(meter).tag("during", during).counter().count();
    }

    @Test
    void servesThoseWhoSendLittleWhileManySendMuchAndNeverEnd() throws IOException {
        start(limits());
        for (int i = 0; i < 300; i++) {
            Socket hog = open();
            send(hog, "PUT /echo" + HEAD + "content-length: 1000000\r\n\r\n");
            try {
                send(hog, "x".repeat(700_000 / (i < 6 ? 1 : 100)));
            } catch (SocketException cutOff) {
                assertThat(i).isPositive();
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> meters.get("berth.http.bodies.bytes").gauge().value() > BODIES_MAX / 2.0);

        assertThat(ask("PUT /echo" + HEAD + "content-length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 200")
                .contains("3 on vert.x-eventloop");
        assertThat(meters.get("berth.http.bodies.bytes").gauge().value()).isLessThanOrEqualTo(BODIES_MAX);

        for (Socket hog : sockets) {
            hog.close();
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> meters.get("berth.http.bodies.bytes").gauge().value() == 0);
    }

    @Test
    void refusesTheBodyForWhichThereIsNoRoom() throws IOException {
        start(limits(BODY_MAX, Duration.ofSeconds(30)));
        Socket first = open();
        send(first, "PUT /echo" + HEAD + "content-length: 1000000\r\n\r\n" + "x".repeat(800_000));
        await().until(() -> meters.get("berth.http.bodies.bytes").gauge().value() == 800_000);

        assertThat(ask("PUT /echo" + HEAD + "content-length: 200000\r\n\r\n" + "x".repeat(200_000)))
                .startsWith("HTTP/1.1 503")
                .contains("retry-after: 1", "Nothing was appended; send it again.");
    }

    @Test
    void readsLongBodiesBesideTheEventLoops() throws IOException {
        start(limits());
        assertThat(ask("PUT /echo" + HEAD + "content-length: 100000\r\n\r\n" + "x".repeat(100_000)))
                .contains("100000 on long-body");
    }

    @Test
    void readsNoBodyBeforeTheCallerIsKnownOrWhereNobodyWantsOne() throws IOException {
        start(limits());
        String stranger = "PUT /echo HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 1000000\r\n";
        assertThat(ask(stranger + "expect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 401")
                .contains("connection: close");
        assertThat(ask("PUT /bodyless" + HEAD + "content-length: 1000000\r\nexpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(ask("PUT /echo" + HEAD + "content-length: 5000000\r\nexpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(ask("PUT /echo" + HEAD + "content-length: 3\r\nexpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 100");
        assertThat(meters.get("berth.http.bodies.bytes").gauge().value()).isZero();
    }

    @Test
    void goesOnWithAConnectionWhoseShortBodyNobodyWanted() throws IOException {
        start(limits());
        Socket socket = open();
        for (int i = 0; i < 3; i++) {
            send(socket, "PUT /bodyless" + HEAD + "content-length: 3\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            send(socket, "abc");
        }
    }

    @Test
    void endsABodyThatTakesTooLong() throws IOException {
        start(limits(BODIES_MAX, Duration.ofMillis(300)));
        Socket socket = open();
        send(socket, "PUT /echo" + HEAD + "content-length: 1000\r\n\r\nabc");
        assertThat(answer(socket)).startsWith("HTTP/1.1 408").contains("3 bytes arrived.");
        assertThat(isClosed(socket)).isTrue();
        assertThat(counted("berth.http.connections.cut", "body")).isEqualTo(1);
    }

    @Test
    void endsAConnectionWhoseHeadersDoNotEndOrOnWhichNothingIsAsked() throws IOException {
        start(limits().withConnections(new ConnectionLimits(100, Duration.ofMillis(400), Duration.ofMillis(900))));
        Socket silent = open();
        Socket slow = open();
        send(slow, "GET /echo HTTP/1.1\r\n");
        Socket second = open();
        send(second, "PUT /bodyless" + HEAD + "\r\n");
        assertThat(answer(second)).startsWith("HTTP/1.1 200");
        send(second, "PUT /bod");
        Socket idle = open();
        send(idle, "PUT /bodyless" + HEAD + "\r\n");
        assertThat(answer(idle)).startsWith("HTTP/1.1 200");

        assertThat(List.of(silent, slow, second, idle)).allMatch(HttpLimitsTest::isClosed);
        assertThat(counted("berth.http.connections.cut", "head")).isEqualTo(3);
        assertThat(counted("berth.http.connections.cut", "idle")).isEqualTo(1);
    }

    @Test
    void endsAnAnswerThatIsTakenTooSlowly() throws IOException {
        start(new HttpLimits(
                BODY_MAX,
                BODIES_MAX,
                Duration.ofSeconds(30),
                // The answer is long enough for 1,536 s at the slowest rate; so the time has to be less than none.
                Duration.ofSeconds(-1_535),
                ConnectionLimits.USUAL));
        Socket socket = open();
        send(socket, "GET /long" + HEAD + "\r\n");
        assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
        await().atMost(Duration.ofSeconds(10)).until(() -> counted("berth.http.connections.cut", "answer") == 1);
    }

    @Test
    void turnsConnectionsAwayBeyondTheirNumber() throws IOException {
        start(limits().withConnections(new ConnectionLimits(3, Duration.ofSeconds(30), Duration.ofSeconds(30))));
        for (int i = 0; i < 3; i++) {
            assertThat(ask("PUT /bodyless" + HEAD + "\r\n")).startsWith("HTTP/1.1 200");
        }
        assertThat(isClosed(open())).isTrue();
        sockets.get(0).close();
        await().until(() -> meters.get("berth.http.connections").gauge().value() < 3);
        assertThat(ask("PUT /bodyless" + HEAD + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(meters.get("berth.http.connections.turned.away").counter().count())
                .isEqualTo(1);
    }

    @Test
    void answersWhateverIsThrown() throws IOException {
        start(limits());
        assertThat(ask("GET /broken" + HEAD + "\r\n")).startsWith("HTTP/1.1 500");
    }

    @Test
    void joinsABodyThatComesInSeveralPieces() throws IOException {
        start(limits());
        Socket socket = open();
        send(socket, "PUT /read" + HEAD + "transfer-encoding: chunked\r\n\r\n4\r\n[\"ab\r\n");
        send(socket, "2\r\ncd\r\n3\r\nef\"\r\n1\r\n]\r\n0\r\n\r\n");

        assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("[\"abcdef\"]");
    }

    @Test
    void refusesWhatTwoPartiesCouldReadDifferently() throws IOException {
        start(limits());
        String token = "x-auth-token: admin\r\n";
        assertThat(ask("PUT /bodyless HTTP/1.1\r\n" + token + "\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("expected the header host once but got 0");
        assertThat(ask("PUT /bodyless HTTP/1.1\r\nhost: a\r\nhost: b\r\n" + token + "\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(ask("PUT /bodyless HTTP/1.1\r\nhost: a\r\n" + token + token + "\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(ask("PUT http://b/bodyless HTTP/1.1\r\nhost: a\r\n" + token + "\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(ask("PUT /echo" + HEAD + "content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(ask("PUT /echo" + HEAD + "content-length: 3\r\ncontent-length: 4\r\n\r\nabcd"))
                .startsWith("HTTP/1.1 400");
        Socket coded = open();
        send(coded, "PUT /echo" + HEAD + "transfer-encoding: gzip\r\n\r\n");
        assertThat(answer(coded)).startsWith("HTTP/1.1 501").contains("connection: close");
        assertThat(isClosed(coded)).isTrue();
        Socket chunked = open();
        send(chunked, "PUT /echo" + HEAD + "transfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");
        assertThat(answer(chunked)).startsWith("HTTP/1.1 400");
        assertThat(isClosed(chunked)).isTrue();
        assertThat(ask("PUT /bodyless HTTP/1.0\r\n" + token + "\r\n")).startsWith("HTTP/1.0 200");
    }

    @Test
    void givesUpAnswersWhenThoseThatNobodyTakesHaveAllTheRoom() throws IOException {
        start(limits(40L * 1024 * 1024, Duration.ofSeconds(30)));
        for (int i = 0; i < 2; i++) {
            Socket deaf = open();
            send(deaf, "GET /long" + HEAD + "\r\n");
            assertThat(deaf.getInputStream().read()).isEqualTo('H');
        }

        assertThat(ask("GET /long" + HEAD + "\r\n")).startsWith("HTTP/1.1 503").contains("retry-after");
        assertThat(ask("PUT /bodyless" + HEAD + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(meters.get("berth.http.answers.refused").counter().count()).isEqualTo(1);

        sockets.get(0).close();
        await().until(() -> meters.get("berth.http.answers.bytes").gauge().value() < 30 * 1024 * 1024);
        assertThat(ask("GET /long" + HEAD + "\r\n")).startsWith("HTTP/1.1 200");
    }
}
