package dev.berth.api.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.projector.Address;
import dev.berth.projector.LogUnavailableException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class VerifyRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-29T21:00:00Z");
    private static final Instant LATER = START.plusSeconds(60);
    private static final Address SELF = new Address("10.0.0.1", 8778);
    private static final Address PEER = new Address("10.0.0.2", 8778);

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile Instant now = START;
    private volatile boolean isAlone;
    private HttpApi api;

    @BeforeEach
    void start() {
        List<Route> routes =
                new VerifyRoutes("a", Optional.of(SELF), this::instances, () -> now, meters).addTo(List.of());
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        routes,
                        (region, position) -> CompletableFuture.completedFuture(null),
                        meters)
                .start();
        now = LATER;
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private List<Address> instances() {
        if (isAlone) {
            throw new LogUnavailableException("This instance has not joined its peers or has left them.");
        }
        return List.of(SELF, PEER);
    }

    private HttpResponse<String> send(String role, HttpRequest.Builder request) throws Exception {
        return client.send(
                request.uri(URI.create("http://127.0.0.1:" + api.port() + "/audit/verified"))
                        .header("content-type", "application/json")
                        .header("x-auth-token", "somebody:p1")
                        .header("x-roles", role)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> tell(String body) throws Exception {
        return send("auditor", HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)));
    }

    private static ObjectNode body(String verdict, Instant endedAt, long differences) {
        ObjectNode body = JSON.createObjectNode()
                .put("verdict", verdict)
                .put("ended_at", endedAt.toString())
                .put("compared", 40)
                .put("differences", differences)
                .put("from_checkpoint", true)
                .put("stores", false);
        body.putArray("read").addObject().put("partition", 1).put("offset", 41);
        return body;
    }

    private void requireTold(String verdict, Instant endedAt, long differences) throws Exception {
        HttpResponse<String> told = tell(body(verdict, endedAt, differences).toString());
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    }

    private void requireRefused(int status, String why, ObjectNode body) throws Exception {
        JsonNode before = read();
        HttpResponse<String> refused = tell(body.toString());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(refused.body()).contains(why);
        assertThat(read()).as("what it was told before").isEqualTo(before);
    }

    private JsonNode read() throws Exception {
        HttpResponse<String> answer = send("auditor", HttpRequest.newBuilder().GET());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void saysSinceWhenItWouldHaveBeenTold() throws Exception {
        assertThat(read())
                .isEqualTo(JSON.readTree("{\"instance\": \"a\", \"since\": \"" + START + "\", \"last\": null}"));
        assertThat(meters.scrape()).doesNotContain("berth_last_verified");
    }

    @Test
    void keepsWhatItIsToldAndByWhomAndNamesTheOthers() throws Exception {
        HttpResponse<String> told = tell(body("identical", START, 0).toString());
        assertThat(JSON.readTree(told.body()))
                .isEqualTo(JSON.readTree("{\"instance\": \"a\", \"address\": \"" + SELF + "\", \"instances\": [\""
                        + SELF + "\", \"" + PEER + "\"]}"));

        ObjectNode expected = body("identical", START, 0);
        expected.put("reported_by", "somebody").put("reported_at", LATER.toString());
        assertThat((Object) read().get("last")).isEqualTo(JSON.readTree(expected.toString()));
        assertThat(meters.scrape())
                .contains("berth_last_verified_timestamp_seconds{verdict=\"identical\"} 1.795986E9")
                .contains("berth_last_verified_differences 0.0");
    }

    @Test
    void keepsTheOneThatEndedLastWhateverItCameTo() throws Exception {
        requireTold("differences", START, 3);
        requireTold("stopped", START.plusSeconds(1), 0);
        requireRefused(409, "ended at 2026-11-29T21:00:01Z, later than this one", body("identical", START, 0));
        requireTold("incomplete", START.plusSeconds(1), 1);
        assertThat(read().at("/last/verdict").asText()).isEqualTo("incomplete");
        assertThat(meters.scrape())
                .contains("berth_last_verified_differences 1.0")
                .contains("verdict=\"incomplete\"")
                .doesNotContain("verdict=\"differences\"", "verdict=\"stopped\"");
    }

    @Test
    void takesClocksThatAreAMinuteApartAndNoMore() throws Exception {
        requireTold("identical", LATER.plusSeconds(60), 0);
        requireRefused(400, "set them, and verify again", body("identical", LATER.plusSeconds(61), 0));
    }

    @Test
    void takesAnyTimeOfThePast() throws Exception {
        requireTold("identical", Instant.MIN, 0);
        assertThat(meters.scrape()).contains("berth_last_verified_timestamp_seconds");
    }

    @Test
    void refusesWhatSaysNothingOrContradictsItself() throws Exception {
        ObjectNode unknown = body("identical", START, 0);
        unknown.put("sure", true);
        requireRefused(400, "sure", unknown);
        ObjectNode missing = body("identical", START, 0);
        missing.remove("compared");
        requireRefused(400, "compared", missing);
        requireRefused(400, "is not one of", body("failed", START, 0));
        requireRefused(400, "no differences, but differences is 2", body("identical", START, 2));
        requireRefused(400, "at least one difference, but differences is 0", body("differences", START, 0));
        requireRefused(400, "differences", body("differences", START, -1));
        ObjectNode untimely = body("identical", START, 0);
        untimely.put("ended_at", "yesterday");
        requireRefused(400, "a time such as 2026-11-29T21:04:11Z but got 'yesterday'", untimely);
        ObjectNode twice = body("identical", START, 0);
        twice.withArray("read").addObject().put("partition", 1).put("offset", 7);
        requireRefused(400, "each partition once in read but got 1 twice", twice);
        assertThat(tell("{").statusCode()).isEqualTo(400);
        assertThat(tell("").statusCode()).isEqualTo(400);
    }

    @Test
    void takesNothingWhileItCannotNameTheOthers() throws Exception {
        isAlone = true;
        requireRefused(503, "has not joined its peers", body("identical", START, 0));
    }

    @Test
    void takesNoReadersWordForIt() throws Exception {
        for (String role : List.of("reader", "member", "agent")) {
            HttpResponse<String> refused = send(
                    role,
                    HttpRequest.newBuilder()
                            .POST(BodyPublishers.ofString(
                                    body("identical", START, 0).toString())));
            assertThat(refused.statusCode()).as(role).isEqualTo(403);
            assertThat(refused.body()).contains("berth:audit:verified");
        }
        assertThat(read().get("last").isNull()).isTrue();
    }
}
