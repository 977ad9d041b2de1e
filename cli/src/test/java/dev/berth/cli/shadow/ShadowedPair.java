package dev.berth.cli.shadow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.placement.PlacementClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A shadow before two services, with what a test wants to know of it. */
final class ShadowedPair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final RunningShadow shadow;
    private final int port;
    private final int reportPort;

    private ShadowedPair(RunningShadow shadow, int port, int reportPort) {
        this.shadow = shadow;
        this.port = port;
        this.reportPort = reportPort;
    }

    /** The Placement answers, Berth follows, and both are in line already. */
    static ShadowedPair of(String placement, String berth) throws IOException {
        return of(placement, berth, true, 10_000, false).awaitInLine();
    }

    static ShadowedPair of(String placement, String berth, boolean isBerthFollowing, int queueMax, boolean mayDelete)
            throws IOException {
        int port = freePort();
        int reportPort = freePort();
        ShadowSettings settings = new ShadowSettings(
                URI.create(placement),
                URI.create(berth),
                isBerthFollowing,
                local(port),
                local(reportPort),
                Optional.empty(),
                8,
                queueMax,
                64 << 20,
                mayDelete);
        return new ShadowedPair(
                RunningShadow.start(settings, new ShadowSettings.Clients() {
                    @Override
                    public PlacementClient placement() throws InterruptedException {
                        return client(placement).negotiated();
                    }

                    @Override
                    public PlacementClient berth() throws InterruptedException {
                        return client(berth).negotiated();
                    }
                }),
                port,
                reportPort);
    }

    private static PlacementClient client(String url) {
        return new PlacementClient(
                HttpClient.newHttpClient(), URI.create(url), "admin", Duration.ofSeconds(30), "--token");
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    String reportUrl() {
        return "http://127.0.0.1:" + reportPort;
    }

    ObjectNode report() {
        return shadow.report().json();
    }

    String text() {
        return shadow.report().text();
    }

    String summary() {
        return shadow.report().summary();
    }

    long compared(String verdict) {
        return report().path("compared").path(verdict).asLong();
    }

    long missed() {
        long missed = 0;
        for (var count : report().path("missed")) {
            missed += count.asLong();
        }
        return missed;
    }

    /** Waits until no call is under way and nothing is behind. */
    ShadowedPair awaitInLine() {
        return await(report -> report.at("/queue/under_way").asInt() == 0
                && !report.at("/behind/all").asBoolean()
                && report.at("/behind/first").isEmpty()
                && report.at("/catching_up/doing").asText().isEmpty());
    }

    /** Waits until something is told of each call; looks often, because many calls are waited for. */
    void awaitQuiet() throws InterruptedException {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (report().at("/queue/under_way").asInt() > 0) {
            if (System.nanoTime() > endNs) {
                throw new AssertionError(text());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    ShadowedPair await(Predicate<ObjectNode> state) {
        if (state.test(report())) {
            return this;
        }
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> state.test(report()));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(text(), e);
        }
        return this;
    }

    @Override
    public void close() {
        shadow.close();
    }
}
