package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.http.Route.Content;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests when the server is told to stop. */
class DrainTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Answer> decision = new CompletableFuture<>();
    private final CountDownLatch isUnderWay = new CountDownLatch(1);
    private HttpApi api;

    @BeforeEach
    void start() {
        List<Route> routes = List.of(
                Route.put("/slow").content(Content.ANY).policy("berth:rebuild").handledBy(call -> {
                    isUnderWay.countDown();
                    return decision;
                }),
                Route.get("/quick").policy("berth:audit").answeredBy(call -> Answer.empty(204)),
                Route.get("/probe").answeredBy(call -> Answer.empty(204)));
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        routes,
                        (region, position) -> CompletableFuture.completedFuture(null),
                        new SimpleMeterRegistry())
                .start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void answersWhatIsUnderWayAndRefusesWhatComesLater() throws Exception {
        CompletableFuture<HttpResponse<String>> slow = send("PUT", "/slow");
        isUnderWay.await();

        api.stop();
        assertThat(api.drain(Duration.ofMillis(300))).as("drained").isFalse();
        HttpResponse<String> read = send("GET", "/quick").join();
        HttpResponse<String> write = send("PUT", "/slow").join();
        HttpResponse<String> probe = send("GET", "/probe").join();
        assertThat(List.of(read.statusCode(), write.statusCode(), probe.statusCode()))
                .containsExactly(503, 503, 204);
        assertThat(write.body()).contains("This instance is being stopped. Nothing was appended", "berth.not_appended");
        assertThat(List.of(read, write))
                .allSatisfy(answer ->
                        assertThat(answer.headers().firstValue("retry-after")).hasValue("1"));

        decision.complete(Answer.empty(204));
        assertThat(slow.join().statusCode()).isEqualTo(204);
        assertThat(List.of(read, write, probe, slow.join()))
                .allSatisfy(answer ->
                        assertThat(answer.headers().firstValue("connection")).hasValue("close"));
        assertThat(api.drain(TIMEOUT)).isTrue();

        api.close();
        assertThatThrownBy(() -> send("GET", "/probe").join()).hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void leavesConnectionsOpenUntilItIsToldToStop() {
        assertThat(send("GET", "/quick").join().headers().firstValue("connection"))
                .isEmpty();
    }

    @Test
    void isDrainedSoonWhereNobodyAsks() throws Exception {
        send("GET", "/quick").join();
        long beginNs = System.nanoTime();
        api.stop();
        assertThat(api.drain(TIMEOUT)).isTrue();
        assertThat(System.nanoTime() - beginNs).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void doesNotWaitForThoseWhoHaveGone() throws Exception {
        try (Socket sender = new Socket("127.0.0.1", api.port())) {
            sender.getOutputStream()
                    .write(("PUT /slow HTTP/1.1\r\nhost: a\r\nx-auth-token: admin\r\ncontent-type: text/plain\r\n"
                                    + "content-length: 10\r\n\r\nhalf")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        CompletableFuture<HttpResponse<String>> slow = send("PUT", "/slow");
        isUnderWay.await();
        slow.cancel(true);

        api.stop();
        assertThat(api.drain(TIMEOUT)).isTrue();
    }

    @Test
    void countsARequestWhoseBodyIsStillToCome() throws IOException, InterruptedException {
        try (Socket sender = new Socket("127.0.0.1", api.port())) {
            sender.getOutputStream()
                    .write(("PUT /slow HTTP/1.1\r\nhost: a\r\nx-auth-token: admin\r\ncontent-type: text/plain\r\n"
                                    + "content-length: 4\r\n\r\nha")
                            .getBytes(StandardCharsets.US_ASCII));
            send("GET", "/probe").join();
            TimeUnit.MILLISECONDS.sleep(200);
            api.stop();
            assertThat(api.drain(Duration.ofMillis(500))).isFalse();

            sender.getOutputStream().write("lf".getBytes(StandardCharsets.US_ASCII));
            decision.complete(Answer.empty(204));
            assertThat(api.drain(TIMEOUT)).isTrue();
            assertThat(new String(sender.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 204");
        }
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .timeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .method(method, BodyPublishers.noBody())
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }
}
