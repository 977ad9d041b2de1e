package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.connection.ConnectionLimits;
import dev.berth.api.policy.Policy;
import dev.berth.api.sender.Senders;
import dev.berth.api.trace.RequestTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server does with threads and memory, on routes made for it. */
class HttpApiTest {
    private static final int EVENT_LOOPS = 2;
    private static final int BODY_BYTES = 3_000_000;
    private static final int BROKEN_BYTES = 5_000_000;

    /** The memory of every long answer that was made. */
    private final Queue<ByteBuf> memory = new ConcurrentLinkedQueue<>();

    private final AtomicInteger brokenOver = new AtomicInteger();

    private final HttpApi api = new HttpApi(
                    new ApiConfig(
                            "127.0.0.1",
                            0,
                            EVENT_LOOPS,
                            new HttpLimits(
                                    1024,
                                    64L * 1024 * 1024,
                                    Duration.ofSeconds(60),
                                    Duration.ofSeconds(60),
                                    ConnectionLimits.USUAL),
                            () -> Policy.DEFAULT,
                            Cors.OFF,
                            Senders.LOCAL,
                            Audience.EVERYBODY,
                            RequestTraces.OFF),
                    List.of(
                            open(
                                    "/thread",
                                    call -> Answer.text(
                                            200,
                                            Answer.TEXT,
                                            Thread.currentThread().getName())),
                            open("/long", call -> longAnswer()),
                            open("/broken", call -> brokenAnswer())),
                    new ViewBarrier(new DirectCommandLog(System::currentTimeMillis), Duration.ofSeconds(1)),
                    new SimpleMeterRegistry())
            .start();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void spreadsConnectionsOverItsEventLoops() throws IOException {
        Set<String> threads = new TreeSet<>();
        for (int connection = 0; connection < 2 * EVENT_LOOPS; connection++) {
            try (Socket socket = begun("GET /thread")) {
                String answer = new String(socket.getInputStream().readNBytes(1024), StandardCharsets.US_ASCII);
                threads.add(answer.substring(answer.lastIndexOf('\n') + 1));
            }
        }

        assertThat(threads).hasSize(EVENT_LOOPS);
    }

    @Test
    void tellsWhatItCannotReadAndThatTheConnectionEnds() throws IOException {
        assertThat(answerTo("GET /thread?" + "a".repeat(70_000) + " HTTP/1.1\r\n\r\n"))
                .contains(" 414 ")
                .contains("connection: close", "A request line may have 65536 bytes at most.");
        assertThat(answerTo("GET /thread HTTP/1.1\r\nx-long: " + "a".repeat(70_000) + "\r\n\r\n"))
                .contains(" 431 ")
                .contains("connection: close", "Headers may have 65536 bytes at most.");
        assertThat(answerTo("GET /thread HTTP/1.1\r\nno header\u0001: x\r\n\r\n"))
                .contains(" 400 ", "connection: close", "expected a request of HTTP/1.1");
    }

    /** All that is sent until the connection ends. */
    private String answerTo(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void givesBackTheMemoryOfWhatWasSent() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/long"))
                .build();

        assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).hasSize(BODY_BYTES);

        assertThat(memory).hasSizeGreaterThan(1);
        awaitMemoryBack();
    }

    @Test
    void givesBackTheMemoryOfWhatAClientDidNotWaitFor() throws IOException {
        for (int time = 0; time < 5; time++) {
            try (Socket socket = begun("GET /long")) {
                InputStream in = socket.getInputStream();
                assertThat(in.readNBytes(1000)).hasSize(1000);
            }
        }

        assertThat(memory).hasSizeGreaterThan(5);
        awaitMemoryBack();
    }

    /** And not after the minute that a client may take to read it. */
    @Test
    void breaksOffAnAnswerAtOnceWhoseRestCannotBeMade() throws IOException {
        try (Socket socket = begun("GET /broken")) {
            socket.setSoTimeout(20_000);
            byte[] all = socket.getInputStream().readAllBytes();

            assertThat(all).hasSizeGreaterThan(1_000);
            assertThat(new String(all, all.length - 5, 5, StandardCharsets.US_ASCII))
                    .isNotEqualTo("0\r\n\r\n");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> brokenOver.get() == 1);
    }

    /** Longer than what is made before any of it is sent. */
    private Answer brokenAnswer() {
        int[] written = {0};
        return Answer.inPieces(json -> {
                    json.octet('x');
                    if (++written[0] > BROKEN_BYTES) {
                        throw new IllegalStateException("no more can be made");
                    }
                    return true;
                })
                .whenSent(brokenOver::incrementAndGet);
    }

    @Test
    void givesBackTheMemoryOfABodyThatIsNotSent() {
        Answer answer = longAnswer();

        answer.discard();
        answer.discard();

        assertThat(memory).allMatch(piece -> piece.refCnt() == 0);
    }

    /** Whoever counts long answers would count it for ever. */
    @Test
    void saysOnceThatALongBodyIsOverThatIsNotSent() {
        AtomicInteger over = new AtomicInteger();
        Answer endless = Answer.inPieces(json -> {
            json.octet('x');
            return true;
        });
        Answer answer = endless.whenSent(over::incrementAndGet);

        answer.discard();
        answer.discard();

        assertThat(answer.isWhole()).isFalse();
        assertThat(over).hasValue(1);
    }

    private void awaitMemoryBack() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(memory).allMatch(piece -> piece.refCnt() == 0));
    }

    private Answer longAnswer() {
        int[] written = {0};
        Answer answer = Answer.inPieces(json -> {
            json.octet('x');
            return ++written[0] < BODY_BYTES;
        });
        for (Buffer piece : answer.body()) {
            memory.add(((BufferInternal) piece).unwrap());
        }
        return answer;
    }

    private Socket begun(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", api.port());
        socket.getOutputStream()
                .write((request + " HTTP/1.1\r\nHost: berth\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Route open(String path, Handler.Immediate answer) {
        return Route.get(path)
                .content(Route.Content.ANY)
                .summary("Made for a test.")
                .replies(200)
                .answeredBy(answer);
    }
}
