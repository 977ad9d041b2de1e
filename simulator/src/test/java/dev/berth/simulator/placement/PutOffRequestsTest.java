package dev.berth.simulator.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that puts off what it is asked for is asked again, and one that may have done it is not. */
class PutOffRequestsTest {
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private String retryAfter = "1";
    private String code = "berth.not_appended";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            boolean isPutOff = asked.incrementAndGet() == 1;
            byte[] body =
                    (isPutOff ? "{\"errors\": [{\"code\": \"" + code + "\"}]}" : "{}").getBytes(StandardCharsets.UTF_8);
            if (isPutOff) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(isPutOff ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsAgainWhatWasNotDone() {
        assertThat(answer().status()).isEqualTo(200);
        assertThat(asked).hasValue(2);
    }

    @Test
    void leavesAloneWhatMayHaveBeenDone() {
        code = "berth.perhaps_appended";
        assertThat(answer().status()).isEqualTo(503);
        assertThat(asked).hasValue(1);
    }

    @Test
    void waitsNoLongerThanAMinuteWhateverTheServiceSays() {
        retryAfter = "86400";
        code = "berth.perhaps_appended";
        assertThat(answer().retryAfter()).contains(Duration.ofSeconds(60));
    }

    private PlacementAnswer answer() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (PlacementClient client = PlacementClient.of(url, 1)) {
            return client.sendUntilServed(PlacementRequest.get("/resource_providers"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }
}
