package dev.berth.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.sun.net.httpserver.HttpServer;
import dev.berth.events.model.ProviderId;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.workload.Limit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClaimLoadTest {
    private static final ProviderId PROVIDER = new ProviderId(new UUID(0, 1));
    private static final Duration RELEASE_TIMEOUT = Duration.ofMillis(300);

    @Test
    @Timeout(60)
    void endsAndSaysWhatMayBeHeldWhenTheServiceHasEnded() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("PUT")) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
            // Of anything else the connection ends without an answer, as it does when a process is killed.
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 2, Limit.claims(2), ImmutableList.of(PROVIDER));
        try (PlacementClient client = PlacementClient.of(url, 2);
                PlacementClient metrics = PlacementClient.of(url, 1)) {
            ClaimLoadReport report = new ClaimLoad(client, metrics, spec, RELEASE_TIMEOUT).run(progress -> {});

            assertThat(report.complaints())
                    .hasSize(3)
                    .anyMatch(complaint -> complaint.contains("may still hold what it claimed"))
                    .last()
                    .asString()
                    .startsWith("whether everything was released is not known");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void releasesWhatIsHeldOnceAllHaveClaimedAndMeasuresClaimsAlone() throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.add(exchange.getRequestMethod());
            boolean isRead = exchange.getRequestMethod().equals("GET");
            byte[] body = "{\"usages\": {}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isRead ? 200 : 204, isRead ? body.length : -1);
            if (isRead) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 2, Limit.claims(20), ImmutableList.of(PROVIDER))
                .withHeld(true);
        try (PlacementClient client = PlacementClient.of(url, 2);
                PlacementClient metrics = PlacementClient.of(url, 1)) {
            ClaimLoadReport report = new ClaimLoad(client, metrics, spec, RELEASE_TIMEOUT).run(progress -> {});

            assertThat(report.isRight()).as("%s", report.complaints()).isTrue();
            assertThat(report.lines()).extracting(LoadLine::kind).containsExactly(LoadKind.CLAIM);
            assertThat(report.line(LoadKind.CLAIM).done()).isEqualTo(20);
            List<String> writes =
                    asked.stream().filter(method -> !method.equals("GET")).toList();
            assertThat(writes.subList(0, 20)).containsOnly("PUT");
            assertThat(writes.subList(20, writes.size())).hasSize(20).containsOnly("DELETE");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void endsSoonWhereTheServiceEndsWhileMuchIsHeld() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("PUT")) {
                exchange.sendResponseHeaders(204, -1);
            }
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 1, Limit.claims(500), ImmutableList.of(PROVIDER))
                .withHeld(true);
        try (PlacementClient client = PlacementClient.of(url, 1);
                PlacementClient metrics = PlacementClient.of(url, 1)) {
            ClaimLoadReport report = new ClaimLoad(client, metrics, spec, RELEASE_TIMEOUT).run(progress -> {});

            assertThat(report.complaints())
                    .hasSize(3)
                    .anyMatch(complaint -> complaint.contains("may still hold what it claimed"))
                    .anyMatch(complaint -> complaint.contains("499 others"));
        } finally {
            server.stop(0);
        }
    }
}
