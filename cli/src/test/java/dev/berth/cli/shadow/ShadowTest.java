package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.api.differential.ApiCall;
import dev.berth.api.differential.CallGenerator;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.BadProxy;
import dev.berth.cli.PlacementDump;
import dev.berth.cli.RandomFleet;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Berth in the shadow of a stand-in for a Placement, which is a Berth too and speaks the same API. */
class ShadowTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SECRET = "a-token-that-nobody-may-see";
    private static final int RANDOM_CALLS = Integer.getInteger("calls", 200);

    private BrokerlessServer there;
    private BrokerlessServer here;

    @BeforeEach
    void start() {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
    }

    private static String url(BrokerlessServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    private void assertTheSame() throws Exception {
        assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));
    }

    @Test
    void bringsBerthInLineAndFollowsRandomCallsOfOneWriter() throws Exception {
        new RandomFleet(url(there), 1).fill(3, 6);
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here))) {
            assertTheSame();
            CallGenerator calls = new CallGenerator(Long.getLong("seed", 1), () -> there.view(Region.DEFAULT));
            for (int i = 0; i < RANDOM_CALLS; i++) {
                send(pair.url(), calls.next());
            }
            pair.awaitInLine();
            assertThat(pair.compared("same")).as(pair.text()).isGreaterThan(RANDOM_CALLS / 2);
            assertThat(pair.compared("different")).as(pair.text()).isZero();
            assertThat(pair.compared("unordered")).as(pair.text()).isZero();
            assertThat(pair.missed()).as(pair.text()).isZero();
            assertTheSame();
        }
    }

    static int send(String url, ApiCall call) throws Exception {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url + call.path()));
            call.headers().forEach(request::header);
        } catch (IllegalArgumentException notForThisClient) {
            return 0;
        }
        request.method(call.method(), call.body().map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                    .statusCode();
        } catch (IOException e) {
            throw new IOException("no answer to " + call.curl(), e);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes time; run with -Dfaults=true")
    void findsNoDifferenceWhereEachProviderHasOneWriter() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 2).fill(4, 0);
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here))) {
            ExecutorService writers = Executors.newFixedThreadPool(4);
            List<Future<?>> ends = new ArrayList<>();
            for (String provider : fleet.providers().subList(0, 4)) {
                ends.add(writers.submit(() -> {
                    claimAndRelease(pair.url(), provider, 40);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            writers.shutdown();
            pair.awaitInLine();
            assertThat(pair.compared("different")).as(pair.text()).isZero();
            assertThat(pair.missed()).as(pair.text()).isZero();
            assertTheSame();
        }
    }

    private static void claimAndRelease(String url, String provider, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            String consumer = UUID.randomUUID().toString();
            call(url, "PUT", "/allocations/" + consumer, claim(provider));
            call(url, "GET", "/allocations/" + consumer, null);
            if (i % 2 == 0) {
                call(url, "DELETE", "/allocations/" + consumer, null);
            }
            call(url, "GET", "/resource_providers/" + provider + "/usages", null);
            call(url, "GET", "/allocation_candidates?resources=VCPU:1", null);
        }
    }

    private static JsonNode claim(String provider) throws Exception {
        return MAPPER.readTree("""
                {"allocations": {"%s": {"resources": {"VCPU": 1}}}, "project_id": "p", "user_id": "u",
                 "consumer_generation": null, "consumer_type": "INSTANCE"}
                """.formatted(provider));
    }

    static HttpResponse<String> call(String url, String method, String path, JsonNode body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .header("content-type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesOnWhileBerthIsDownAndCatchesUpByImport() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 3).fill(4, 8);
        AtomicBoolean isDown = new AtomicBoolean();
        try (BadProxy berth = new BadProxy(url(here), (method, path, answer) -> isDown.get() ? null : answer);
                ShadowedPair pair = ShadowedPair.of(url(there), berth.url())) {
            isDown.set(true);
            String provider = fleet.providers().get(0);
            for (int i = 0; i < 20; i++) {
                assertThat(call(pair.url(), "PUT", "/allocations/" + UUID.randomUUID(), claim(provider))
                                .statusCode())
                        .isEqualTo(204);
            }
            pair.awaitQuiet();
            assertThat(pair.report().path("follower_answers").asBoolean()).isFalse();
            assertThat(pair.missed()).as(pair.text()).isEqualTo(20);
            assertThat(pair.text()).contains("missed by Berth", "Berth does not answer", "Behind: ");
            isDown.set(false);
            pair.awaitInLine();
            assertThat(pair.report().at("/catching_up/written").asLong()).isGreaterThanOrEqualTo(20);
            assertTheSame();
            assertThat(call(pair.url(), "PUT", "/allocations/" + UUID.randomUUID(), claim(provider))
                            .statusCode())
                    .isEqualTo(204);
            pair.awaitInLine();
            assertThat(pair.compared("different")).as(pair.text()).isZero();
            assertTheSame();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes time; run with -Dfaults=true")
    void isNotHeldUpByASlowBerthAndBoundsWhatWaits() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 4).fill(3, 0);
        AtomicBoolean isSlow = new AtomicBoolean();
        try (BadProxy berth = new BadProxy(url(here), (method, path, answer) -> {
                    if (isSlow.get()) {
                        Thread.sleep(100);
                    }
                    return answer;
                });
                ShadowedPair pair = ShadowedPair.of(url(there), berth.url(), true, 10, false)
                        .awaitInLine()) {
            isSlow.set(true);
            long beginNs = System.nanoTime();
            for (int i = 0; i < 40; i++) {
                call(
                        pair.url(),
                        "PUT",
                        "/allocations/" + UUID.randomUUID(),
                        claim(fleet.providers().get(0)));
                assertThat(pair.report().at("/queue/calls").asInt()).isLessThanOrEqualTo(10);
            }
            assertThat((System.nanoTime() - beginNs) / 1e9)
                    .as("40 calls that Berth needs 4 s for")
                    .isLessThan(3.5);
            assertThat(pair.report().at("/missed/queue_full").asLong())
                    .as(pair.text())
                    .isPositive();
            isSlow.set(false);
            pair.awaitInLine();
            assertThat(pair.compared("different")).as(pair.text()).isZero();
            assertTheSame();
        }
    }

    @Test
    void tellsWhatDiffersWithTheCallThatShowsItAndNoSecret() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 5).fill(2, 0);
        String provider = fleet.providers().get(0);
        AtomicBoolean isWrong = new AtomicBoolean();
        try (BadProxy berth = new BadProxy(
                        url(here),
                        (method, path, answer) -> isWrong.get() && path.endsWith("/inventories")
                                ? new BadProxy.Answer(
                                        200, answer.body().replaceFirst("\"total\": *64", "\"total\": 65"))
                                : isWrong.get() && path.endsWith("/traits")
                                        ? new BadProxy.Answer(
                                                200,
                                                answer.body().replaceFirst("generation\": *\\d+", "generation\": 77"))
                                        : answer);
                ShadowedPair pair = ShadowedPair.of(url(there), berth.url())) {
            isWrong.set(true);
            for (String part : List.of("inventories", "traits")) {
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(pair.url() + "/resource_providers/" + provider + "/" + part))
                        .header("x-auth-token", "admin:" + SECRET)
                        .header("openstack-api-version", "placement 1.39")
                        .build();
                assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
                pair.awaitQuiet();
                isWrong.set(false);
                pair.awaitInLine();
                isWrong.set(true);
            }
            assertThat(pair.compared("different")).as(pair.text()).isEqualTo(2);
            JsonNode kinds = pair.report().path("differences");
            assertThat(kinds).hasSize(2);
            assertThat(kinds.get(0).path("difference").asText()).isEqualTo("body");
            assertThat(kinds.get(0).path("route").asText()).isEqualTo("/resource_providers/{uuid}/inventories");
            assertThat(kinds.get(0).at("/examples/0/where").asText())
                    .contains("/inventories/VCPU/total: 64 at the Placement, 65 at Berth");
            assertThat(kinds.get(1).path("difference").asText()).isEqualTo("generation");
            assertThat(pair.text()).contains(provider, "65 at Berth", "Nothing is behind");
            for (String page : List.of("/", "/report", "/metrics")) {
                String shown = call(pair.reportUrl(), "GET", page, null).body();
                assertThat(shown).as(page).isNotEmpty().doesNotContain(SECRET);
            }
            assertThat(call(pair.reportUrl(), "GET", "/metrics", null).body())
                    .contains("berth_shadow_compared_total{verdict=\"different\"} 2.0");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes time; run with -Dfaults=true")
    void bringsBackWhatBerthIsAheadWith() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 6).fill(3, 6);
        String provider = fleet.providers().get(0);
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here))) {
            // Somebody writes to Berth past the shadow, so that it is ahead.
            String consumer = UUID.randomUUID().toString();
            assertThat(call(url(here), "PUT", "/allocations/" + consumer, claim(provider))
                            .statusCode())
                    .isEqualTo(204);
            call(pair.url(), "GET", "/resource_providers/" + provider + "/allocations", null);
            pair.awaitInLine();
            assertThat(pair.compared("different")).as(pair.text()).isEqualTo(1);
            assertTheSame();
        }
    }

    @Test
    void givesBothTheIdThatThePlacementChose() throws Exception {
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here))) {
            HttpResponse<String> made = call(
                    pair.url(),
                    "POST",
                    "/resource_providers",
                    JsonNodeFactory.instance.objectNode().put("name", "unnamed"));
            assertThat(made.statusCode()).isEqualTo(200);
            String id = MAPPER.readTree(made.body()).path("uuid").asText();
            call(
                    pair.url(),
                    "PUT",
                    "/resource_providers/" + id + "/inventories",
                    MAPPER.readTree(
                            "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": 8}}}"));
            pair.awaitInLine();
            assertThat(pair.missed()).isZero();
            assertThat(pair.compared("different")).as(pair.text()).isZero();
            assertTheSame();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes time; run with -Dfaults=true")
    void saysThatThePlacementGivesNoAnswer() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 7).fill(2, 0);
        AtomicBoolean isDown = new AtomicBoolean();
        try (BadProxy placement = new BadProxy(url(there), (method, path, answer) -> isDown.get() ? null : answer);
                ShadowedPair pair = ShadowedPair.of(placement.url(), url(here))) {
            isDown.set(true);
            String consumer = UUID.randomUUID().toString();
            HttpResponse<String> lost = call(
                    pair.url(),
                    "PUT",
                    "/allocations/" + consumer,
                    claim(fleet.providers().get(0)));
            assertThat(lost.statusCode()).isEqualTo(502);
            assertThat(MAPPER.readTree(lost.body()).at("/errors/0/detail").asText())
                    .contains("berth shadow got no answer from the Placement", "may have done what was asked");
            assertThat(pair.report().at("/missed/first_silent").asLong()).isEqualTo(1);
            isDown.set(false);
            pair.awaitInLine();
            // The proxy cuts answers off, so the Placement had done it.
            assertThat(call(url(here), "GET", "/allocations/" + consumer, null).body())
                    .contains("VCPU");
            assertTheSame();
        }
    }

    @Test
    void comparesNothingWithAPlacementThatCannotAnswerNow() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 12).fill(2, 0);
        AtomicBoolean isBusy = new AtomicBoolean();
        try (BadProxy placement = new BadProxy(
                        url(there),
                        (method, path, answer) ->
                                isBusy.get() ? new BadProxy.Answer(503, "<html>busy</html>") : answer);
                ShadowedPair pair = ShadowedPair.of(placement.url(), url(here))) {
            isBusy.set(true);
            String provider = fleet.providers().get(0);
            String consumer = UUID.randomUUID().toString();
            assertThat(call(pair.url(), "GET", "/resource_providers/" + provider, null)
                            .statusCode())
                    .isEqualTo(503);
            // The gateway gave up, the Placement behind it had done it.
            assertThat(call(pair.url(), "PUT", "/allocations/" + consumer, claim(provider))
                            .statusCode())
                    .isEqualTo(503);
            pair.await(report -> report.at("/missed/first_busy").asLong() == 1
                    && report.at("/not_compared/first_busy").asLong() == 1);
            isBusy.set(false);
            pair.awaitInLine();
            assertThat(pair.compared("different")).as(pair.text()).isZero();
            assertThat(call(url(here), "GET", "/allocations/" + consumer, null).body())
                    .contains("VCPU");
            assertTheSame();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes time; run with -Dfaults=true")
    void saysThatNobodyListensAtThePlacement() throws Exception {
        try (ShadowedPair pair =
                ShadowedPair.of("http://127.0.0.1:" + ShadowedPair.freePort(), url(here), true, 100, false)) {
            HttpResponse<String> refused = call(pair.url(), "GET", "/resource_providers", null);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("which was not given the call");
            pair.await(report -> report.at("/catching_up/problem").size() > 0);
            assertThat(pair.text()).contains("It cannot catch up: cannot reach the service at");
        }
    }

    @Test
    void leavesARegionThatHasSomethingOfItsOwnAsItIs() throws Exception {
        new RandomFleet(url(there), 8).fill(1, 0);
        new RandomFleet(url(here), 9).fill(1, 1);
        String before = PlacementDump.of(url(here)).toString();
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here), true, 100, false)) {
            pair.await(report -> report.at("/catching_up/problem").size() > 0);
            assertThat(pair.text()).contains("is only here", "give --mirror");
            assertThat(PlacementDump.of(url(here)).toString()).isEqualTo(before);
        }
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here), true, 100, true)) {
            pair.awaitInLine();
            assertTheSame();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes time; run with -Dfaults=true")
    void saysWhatBerthRefusesToTakeOver() throws Exception {
        new RandomFleet(url(there), 10).fill(2, 0);
        try (BadProxy placement = new BadProxy(
                        url(there),
                        (method, path, answer) -> path.equals("/resource_providers")
                                ? new BadProxy.Answer(200, answer.body().replace("\"host-1\"", "\"host-0\""))
                                : answer);
                ShadowedPair pair = ShadowedPair.of(placement.url(), url(here), true, 100, false)) {
            pair.await(report -> report.at("/catching_up/problem").size() > 0);
            assertThat(pair.text()).contains("Berth cannot take over all of it", "have one name", "rename one of them");
            assertThat(here.view(Region.DEFAULT).providers().size()).isZero();
            assertThat(call(pair.url(), "GET", "/resource_providers", null).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes time; run with -Dfaults=true")
    void turnsTheRolesRound() throws Exception {
        RandomFleet fleet = new RandomFleet(url(there), 11).fill(3, 4);
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here))) {
            pair.awaitInLine();
            assertTheSame();
        }
        AtomicBoolean isDown = new AtomicBoolean();
        try (BadProxy placement = new BadProxy(url(there), (method, path, answer) -> isDown.get() ? null : answer);
                ShadowedPair pair = ShadowedPair.of(placement.url(), url(here), false, 100, false)) {
            pair.awaitInLine();
            claimAndRelease(pair.url(), fleet.providers().get(0), 5);
            pair.awaitInLine();
            assertThat(pair.compared("different")).as(pair.text()).isZero();
            assertThat(pair.compared("same")).isGreaterThan(10);
            assertTheSame();

            isDown.set(true);
            assertThat(call(
                                    pair.url(),
                                    "PUT",
                                    "/allocations/" + UUID.randomUUID(),
                                    claim(fleet.providers().get(1)))
                            .statusCode())
                    .isEqualTo(204);
            pair.await(report -> report.at("/behind/consumers").asInt() == 1);
            assertThat(pair.text()).contains("Berth at", "answers; Placement at", "berth export into an empty one");
        }
    }

    @Test
    void doesNotHandOnWhatOnlyBerthWouldUnderstand() throws Exception {
        try (ShadowedPair pair = ShadowedPair.of(url(there), url(here))) {
            RandomFleet.must(new RandomFleet(url(here), 1).put("/traits/CUSTOM_KEPT", null));
            assertThat(call(pair.url(), "POST", "/reset", null).statusCode()).isEqualTo(204);
            pair.await(report -> report.at("/not_compared/foreign").asLong() == 1);
            assertThat(here.view(Region.DEFAULT).catalogue().customTraits().isEmpty())
                    .isFalse();
        }
    }
}
