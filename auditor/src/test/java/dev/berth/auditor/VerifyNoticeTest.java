package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What services are told that a verify came to, by services that listen or do not. */
final class VerifyNoticeTest {
    private static final Instant ENDED = Instant.parse("2026-11-29T21:04:11Z");
    private static final Optional<StoreReport> NO_STORES = Optional.empty();

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private static AuditReport report(boolean isComplete, String stopped, Optional<StoreReport> stores, int damaged) {
        Difference difference = new Difference(
                Difference.Kind.RECORD_DAMAGED, Optional.empty(), 0, OptionalLong.of(3), OptionalLong.empty(), "", "");
        return new AuditReport(
                9,
                8,
                0,
                0,
                1,
                1,
                stopped.isEmpty() ? ImmutableSortedMap.of() : ImmutableSortedMap.of(stopped, "0@3: no command"),
                damaged,
                damaged == 0 ? ImmutableList.of() : ImmutableList.of(difference),
                isComplete
                        ? ImmutableList.of()
                        : ImmutableList.of(new UncomparedRange(0, Optional.of("east"), 3, 7, 5, "no decision")),
                ImmutableList.of(),
                ImmutableSortedMap.of(0, 8L, 2, 41L),
                stores);
    }

    private static JsonNode json(AuditReport report) throws IOException {
        return new ObjectMapper().readTree(new VerifyNotice(report, ENDED, false).json());
    }

    private static VerifyNotice notice() {
        return new VerifyNotice(report(true, "", NO_STORES, 0), ENDED, true);
    }

    /** Answers what it is told at its port with a status and a body. */
    private HttpServer listen(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servers.add(server);
        server.start();
        if (status != 200) {
            answer(server, status, "{}");
        }
        return server;
    }

    private void answer(HttpServer server, int status, String body) {
        server.createContext("/audit/verified", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add(exchange.getRequestMethod() + " by "
                    + exchange.getRequestHeaders().getFirst("X-Auth-Token") + ": " + sent);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static String address(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static Map<String, String> tell(HttpServer server) {
        return new HttpLiveService(URI.create("http://" + address(server) + "/"), Optional.of("auditor"))
                .tell(notice());
    }

    @Test
    void saysInAWordWhatTheExitStatusMeans() throws IOException {
        assertThat(json(report(true, "", NO_STORES, 0)))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"verdict\": \"identical\", \"ended_at\": \"2026-11-29T21:04:11Z\", \"read\": "
                                + "[{\"partition\": 0, \"offset\": 8}, {\"partition\": 2, \"offset\": 41}], "
                                + "\"compared\": 8, \"differences\": 0, \"from_checkpoint\": false, "
                                + "\"stores\": false}"));
        assertThat(json(report(true, "east", NO_STORES, 0)).get("verdict").asText())
                .isEqualTo("stopped");
        assertThat(json(report(false, "", NO_STORES, 0)).get("verdict").asText())
                .isEqualTo("incomplete");
        JsonNode damaged = json(report(true, "", NO_STORES, 1));
        assertThat(damaged.get("verdict").asText()).isEqualTo("incomplete");
        assertThat(damaged.get("differences").asLong()).isEqualTo(1);
    }

    @Test
    void countsStoresThatDifferOrCouldNotBeAskedForAsDifferences() throws IOException {
        StoreReport stores =
                new StoreReport(ImmutableList.of(), ImmutableSortedMap.of("b:8778", "gone"), ImmutableList.of(3));
        JsonNode notice = json(report(true, "", Optional.of(stores), 0));
        assertThat(notice.get("verdict").asText()).isEqualTo("differences");
        assertThat(notice.get("differences").asLong()).isEqualTo(2);
        assertThat(notice.get("stores").asBoolean()).isTrue();
    }

    @Test
    void tellsEachInstanceThatIsNamedOnce() throws IOException {
        HttpServer first = listen(200);
        HttpServer second = listen(200);
        answer(
                first,
                200,
                "{\"instance\": \"a\", \"address\": \"" + address(first) + "\", \"instances\": [\"" + address(first)
                        + "\", \"" + address(second) + "\", \"127.0.0.1:1\", \"no_name:1\"]}");
        answer(
                second,
                200,
                "{\"instance\": \"b\", \"address\": \"" + address(second) + "\", \"instances\": [\"" + address(second)
                        + "\", \"" + address(first) + "\"]}");

        assertThat(tell(first).keySet()).as("those not told").containsExactly("127.0.0.1:1", "no_name:1");
        String once = "POST by auditor: " + notice().json();
        assertThat(told).containsExactly(once, once);
    }

    @Test
    void takesNoFaultOfAnOlderServiceThatHasNoSuchRoute() throws IOException {
        assertThat(tell(listen(404))).isEmpty();
        assertThat(tell(listen(405))).isEmpty();
    }

    @Test
    void saysWhyNobodyCouldBeTold() throws IOException {
        HttpServer refusing = listen(403);
        assertThat(tell(refusing))
                .isEqualTo(Map.of(
                        "http://" + address(refusing),
                        "the token is not allowed berth:audit:verified; one of the role auditor is"));
        assertThat(tell(listen(503)).values()).singleElement().asString().contains("but got 503");
        HttpServer gone = listen(200);
        gone.stop(0);
        assertThat(tell(gone).values()).singleElement().asString().startsWith("cannot reach the service at");
    }
}
