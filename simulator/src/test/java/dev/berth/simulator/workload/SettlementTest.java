package dev.berth.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.events.model.ConsumerId;
import dev.berth.simulator.placement.PlacementClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that releases one consumer after the other, so that all of them take longer than one is tried for. */
@Timeout(60)
class SettlementTest {
    private static final int CONSUMERS = 60;
    private static final long RELEASE_MS = 50;
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private final Holdings holdings = new Holdings("testing");
    private final Set<String> released = new ConcurrentSkipListSet<>();
    private HttpServer service;
    private int lostOnce = -1;
    private int lostAlways = -1;

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < CONSUMERS; i++) {
            holdings.confirm(
                    consumer(i), new Holding(ImmutableSortedMap.of("provider", ImmutableSortedMap.of("VCPU", 1L))));
        }
        service = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        service.createContext("/", this::answer);
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void triesAReleaseAgainHoweverLongThoseBeforeItTook() throws InterruptedException {
        lostOnce = CONSUMERS - 5;

        assertThat(releaseAll()).isEmpty();
        assertThat(released).hasSize(CONSUMERS);
    }

    @Test
    void releasesTheOthersWhereOneIsNeverAnswered() throws InterruptedException {
        lostAlways = 3;

        assertThat(releaseAll())
                .singleElement()
                .extracting(Discrepancy::subject)
                .isEqualTo("release of " + consumer(lostAlways));
        assertThat(released).hasSize(CONSUMERS - 1);
        assertThat(holdings.consumers()).containsExactly(consumer(lostAlways));
    }

    private ImmutableList<Discrepancy> releaseAll() throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        try (PlacementClient client = PlacementClient.of(url, 16)) {
            return new Settlement(client, holdings, RELEASE_TIMEOUT).releaseAll();
        }
    }

    /** On one thread. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] usages = ("{\"usages\": {\"VCPU\": " + (CONSUMERS - released.size()) + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, usages.length);
            exchange.getResponseBody().write(usages);
        } else if (path.endsWith("/" + consumer(lostOnce)) || path.endsWith("/" + consumer(lostAlways))) {
            // Closed without an answer.
            lostOnce = -1;
        } else {
            pause();
            released.add(path);
            exchange.sendResponseHeaders(204, -1);
        }
        exchange.close();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RELEASE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ConsumerId consumer(int number) {
        return new ConsumerId(new UUID(0x4000, 0x8000_0000_0000_0000L | number + 1));
    }
}
