package dev.berth.api.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.sender.Senders;
import dev.berth.projector.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerCallsTest {
    private static final long IDLE_MS = 60_000;

    @Test
    void givesUpTheWaitForAConnectionWhereAllAreTaken() throws Exception {
        Vertx vertx = Vertx.vertx();
        PeerCalls calls = new PeerCalls(vertx, Senders.LOCAL, 1);
        try (ServerSocket mute = new ServerSocket(0)) {
            Address peer = new Address("127.0.0.1", mute.getLocalPort());
            calls.connect(peer, HttpMethod.GET, "/", IDLE_MS).await(20, TimeUnit.SECONDS);
            long begunNs = System.nanoTime();
            Future<HttpClientRequest> second = calls.connect(peer, HttpMethod.GET, "/", IDLE_MS);

            assertThatThrownBy(() -> second.await(20, TimeUnit.SECONDS)).isNotInstanceOf(IllegalStateException.class);
            assertThat(second.failed()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begunNs)).isLessThan(Duration.ofSeconds(15));
        } finally {
            calls.close();
            vertx.close().await();
        }
    }
}
