package dev.berth.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.berth.events.model.ProviderId;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.workload.Limit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClaimLoadTest {
    private static final ProviderId PROVIDER = new ProviderId(new UUID(0, 1));
    private static final Duration RELEASE_TIMEOUT = Duration.ofMillis(300);

    @Test
    @Timeout(60)
    void endsAndSaysWhatMayBeHeldWhenTheServiceHasEnded() throws Exception {
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 2, Limit.claims(2), ImmutableList.of(PROVIDER));

        assertThat(run(spec, ClaimLoadTest::grantAlone).complaints())
                .hasSize(3)
                .anyMatch(complaint -> complaint.contains("may still hold what it claimed"))
                .last()
                .asString()
                .startsWith("whether everything was released is not known");
    }

    @Test
    @Timeout(60)
    void endsSoonWhereTheServiceEndsWhileMuchIsHeld() throws Exception {
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 1, Limit.claims(500), ImmutableList.of(PROVIDER))
                .withHeld(true);

        assertThat(run(spec, ClaimLoadTest::grantAlone).complaints())
                .hasSize(3)
                .anyMatch(complaint -> complaint.contains("may still hold what it claimed"))
                .anyMatch(complaint -> complaint.contains("499 others"));
    }

    @Test
    @Timeout(60)
    void releasesWhatIsHeldOnceAllHaveClaimedAndMeasuresClaimsAlone() throws Exception {
        Queue<String> writes = new ConcurrentLinkedQueue<>();
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 2, Limit.claims(20), ImmutableList.of(PROVIDER))
                .withHeld(true);

        ClaimLoadReport report = run(spec, exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                byte[] body = "{\"usages\": {}}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } else {
                writes.add(exchange.getRequestMethod());
                exchange.sendResponseHeaders(204, -1);
            }
        });

        assertThat(report.isRight()).as("%s", report.complaints()).isTrue();
        assertThat(report.lines()).extracting(LoadLine::kind).containsExactly(LoadKind.CLAIM);
        assertThat(report.line(LoadKind.CLAIM).done()).isEqualTo(20);
        List<String> inOrder = List.copyOf(writes);
        assertThat(inOrder.subList(0, 20)).containsOnly("PUT");
        assertThat(inOrder.subList(20, inOrder.size())).hasSize(20).containsOnly("DELETE");
    }

    @Test
    @Timeout(60)
    void releasesWhatIsHeldWhenItIsStopped() throws Exception {
        Queue<String> writes = new ConcurrentLinkedQueue<>();
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 2, Limit.time(Duration.ofDays(1)), ImmutableList.of(PROVIDER))
                .withHeld(true);

        run(
                spec,
                exchange -> {
                    writes.add(exchange.getRequestMethod());
                    exchange.sendResponseHeaders(204, -1);
                },
                () -> writes.size() >= 20);

        assertThat(writes.stream().filter("PUT"::equals).count())
                .isPositive()
                .isEqualTo(writes.stream().filter("DELETE"::equals).count());
    }

    @Test
    @Timeout(60)
    void releasesWhatIsHeldWhenItIsStoppedAlsoWhereTheNextClaimIsFarOff() throws Exception {
        Queue<String> writes = new ConcurrentLinkedQueue<>();
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 200, Limit.time(Duration.ofDays(1)), ImmutableList.of(PROVIDER))
                .withClaimsPerSecond(0.5)
                .withHeld(true);

        run(
                spec,
                exchange -> {
                    writes.add(exchange.getRequestMethod());
                    exchange.sendResponseHeaders(204, -1);
                },
                () -> writes.contains("PUT"));

        assertThat(writes.stream().filter("PUT"::equals).count())
                .isPositive()
                .isEqualTo(writes.stream().filter("DELETE"::equals).count());
    }

    @Test
    @Timeout(60)
    void endsInTimeAlsoWhereTheNextClaimIsFarOff() throws Exception {
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 1, Limit.time(Duration.ofMillis(100)), ImmutableList.of(PROVIDER))
                .withClaimsPerSecond(0.001);

        assertThat(run(spec, ClaimLoadTest::grantAlone).wall()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    @Timeout(60)
    void releasesWhatWasClaimedThoughTheAnswerIsWrong() throws Exception {
        Queue<String> writes = new ConcurrentLinkedQueue<>();

        ClaimLoadReport report = run(ClaimLoadSpec.of(1, 2, Limit.claims(10), ImmutableList.of(PROVIDER)), exchange -> {
            writes.add(exchange.getRequestMethod());
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("PUT") ? 200 : 204, -1);
        });

        assertThat(report.complaints()).contains("claim was answered 200 ");
        assertThat(writes.stream().filter("DELETE"::equals)).hasSize(10);
    }

    @Test
    @Timeout(60)
    void namesAllThatIsNotReleased() throws Exception {
        Queue<String> claimed = new ConcurrentLinkedQueue<>();
        ClaimLoadSpec spec = ClaimLoadSpec.of(1, 2, Limit.claims(50), ImmutableList.of(PROVIDER))
                .withHeld(true);

        ClaimLoadReport report = run(spec, exchange -> {
            boolean isClaim = exchange.getRequestMethod().equals("PUT");
            if (isClaim) {
                claimed.add(exchange.getRequestURI().getPath());
            }
            exchange.sendResponseHeaders(isClaim ? 204 : 403, -1);
        });

        assertThat(report.held()).isPresent();
        assertThat(report.held().get().consumers())
                .extracting(consumer -> "/allocations/" + consumer)
                .containsExactlyInAnyOrderElementsOf(claimed)
                .hasSize(50);
    }

    /** Of anything but a claim the connection ends without an answer, as it does when a process is killed. */
    private static void grantAlone(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private static ClaimLoadReport run(ClaimLoadSpec spec, HttpHandler service) throws Exception {
        return run(spec, service, () -> false);
    }

    private static ClaimLoadReport run(ClaimLoadSpec spec, HttpHandler service, BooleanSupplier isStopped)
            throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            service.handle(exchange);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (PlacementClient client = PlacementClient.of(url, spec.clients());
                PlacementClient metrics = PlacementClient.of(url, 1)) {
            return new ClaimLoad(client, metrics, spec, RELEASE_TIMEOUT, isStopped).run(progress -> {});
        } finally {
            server.stop(0);
        }
    }
}
