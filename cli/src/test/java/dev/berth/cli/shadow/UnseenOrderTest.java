package dev.berth.cli.shadow;

import static dev.berth.cli.shadow.ShadowTest.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.BadProxy;
import dev.berth.cli.RandomFleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two writes excuse that were under way at the same time and were answered the same by both services. */
class UnseenOrderTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String CANDIDATES = "/allocation_candidates?resources=VCPU:1";

    private final CyclicBarrier both = new CyclicBarrier(2);
    private BrokerlessServer there;
    private BrokerlessServer here;
    private BadProxy placement;
    private BadProxy berth;
    private ShadowedPair pair;
    private String provider;
    private volatile boolean areMeeting;
    private volatile boolean isWrong;

    @BeforeEach
    void start() throws Exception {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        provider = new RandomFleet(url(there), 1).fill(1, 0).providers().get(0);
        placement = new BadProxy(url(there), this::together);
        berth = new BadProxy(
                url(here),
                (method, path, answer) ->
                        isWrong && path.equals(CANDIDATES) ? new BadProxy.Answer(200, "{\"none\": 1}") : answer);
        pair = ShadowedPair.of(placement.url(), berth.url());
    }

    @AfterEach
    void stop() {
        pair.close();
        berth.close();
        placement.close();
        there.close();
        here.close();
    }

    private static String url(BrokerlessServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    /** Answers no write before another one has been done as well. */
    private BadProxy.Answer together(String method, String path, BadProxy.Answer answer) throws InterruptedException {
        try {
            if (areMeeting) {
                both.await(60, TimeUnit.SECONDS);
            }
            return answer;
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private void meet(String onePath, JsonNode one, String otherPath, JsonNode other, String version) throws Exception {
        areMeeting = true;
        CompletableFuture<Integer> first = put(onePath, one, version);
        CompletableFuture<Integer> second = put(otherPath, other, version);
        assertThat(first.get(60, TimeUnit.SECONDS)).isLessThan(300);
        assertThat(second.get(60, TimeUnit.SECONDS)).isLessThan(300);
        areMeeting = false;
        pair.awaitQuiet();
        assertThat(pair.compared("same")).as(pair.text()).isEqualTo(2);
    }

    private CompletableFuture<Integer> put(String path, JsonNode body, String version) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(pair.url() + path))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement " + version);
        request = body == null
                ? request.PUT(BodyPublishers.noBody())
                : request.header("content-type", "application/json").PUT(BodyPublishers.ofString(body.toString()));
        return CLIENT.sendAsync(request.build(), BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    private JsonNode claim() throws IOException {
        return MAPPER.readTree("""
                {"allocations": {"%s": {"resources": {"VCPU": 1}}}, "project_id": "p", "user_id": "u",
                 "consumer_generation": null, "consumer_type": "INSTANCE"}
                """.formatted(provider));
    }

    private void askWrongly() throws Exception {
        isWrong = true;
        assertThat(call(pair.url(), "GET", CANDIDATES, null).statusCode()).isEqualTo(200);
        pair.awaitQuiet();
        isWrong = false;
    }

    @Test
    void excusesNothingAfterTwoClaimsOfOneHostThatMet() throws Exception {
        meet("/allocations/" + UUID.randomUUID(), claim(), "/allocations/" + UUID.randomUUID(), claim(), "1.39");
        askWrongly();
        assertThat(pair.compared("different")).as(pair.text()).isEqualTo(1);
    }

    @Test
    void excusesNothingAfterTwoNewNamesThatMet() throws Exception {
        meet("/traits/CUSTOM_ONE", null, "/traits/CUSTOM_OTHER", null, "1.39");
        askWrongly();
        assertThat(pair.compared("different")).as(pair.text()).isEqualTo(1);
    }

    @Test
    void excusesOneDifferenceAfterWritesWhoseOrderDecides() throws Exception {
        String aggregates = "/resource_providers/" + provider + "/aggregates";
        JsonNode one = MAPPER.createArrayNode().add(UUID.randomUUID().toString());
        JsonNode other = MAPPER.createArrayNode().add(UUID.randomUUID().toString());
        meet(aggregates, one, aggregates, other, "1.18");
        askWrongly();
        assertThat(pair.compared("unordered")).as(pair.text()).isEqualTo(1);
        pair.awaitInLine();
        askWrongly();
        assertThat(pair.compared("unordered")).as(pair.text()).isEqualTo(1);
        assertThat(pair.compared("different")).as(pair.text()).isEqualTo(1);
    }
}
