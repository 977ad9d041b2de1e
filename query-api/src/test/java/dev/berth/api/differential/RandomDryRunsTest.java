package dev.berth.api.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.api.whatif.TriedAndDone;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random calls to Placement's routes, tried before they are done: by themselves, and many in one plan. */
class RandomDryRunsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CALLS = 500;
    private static final int IN_PLAN = 40;
    private static final int PLANS = 6;
    private static final Set<String> WRITES = Set.of("POST", "PUT", "DELETE");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areAnsweredAsTheyAreThenDoneAndChangeNothing(long seed) throws IOException, InterruptedException {
        int granted = 0;
        int refused = 0;
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            TriedAndDone pair = new TriedAndDone(server);
            CallGenerator calls = new CallGenerator(seed, () -> server.view(Region.DEFAULT));
            for (int i = 0; i < CALLS; i++) {
                ApiCall call = calls.next();
                if (WRITES.contains(call.method()) && isSendable(call)) {
                    HttpResponse<String> done = pair.compare(call.method(), call.path(), call.headers(), call.body());
                    granted += done.statusCode() < 300 ? 1 : 0;
                    refused += done.statusCode() == 409 ? 1 : 0;
                }
            }
        }
        assertThat(granted).as("seed %d", seed).isGreaterThan(50);
        assertThat(refused).as("seed %d", seed).isGreaterThan(5);
    }

    /** A plan of many writes, and reads after them, is answered as by a second server that does the writes. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void areAnsweredInAPlanAsTheyAreWhenDoneAndChangeNothing(long seed) throws IOException, InterruptedException {
        int granted = 0;
        try (BrokerlessServer done = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                BrokerlessServer planned = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            CallGenerator calls = new CallGenerator(seed, () -> done.view(Region.DEFAULT));
            for (int plan = 0; plan < PLANS; plan++) {
                granted += compare(done, planned, next(done, calls));
            }
        }
        assertThat(granted).as("seed %d", seed).isGreaterThan(50);
    }

    /** Calls that a plan can have, in the newest version, each with what it was answered when it was done. */
    private static List<Answered> next(BrokerlessServer server, CallGenerator calls)
            throws IOException, InterruptedException {
        TriedAndDone client = new TriedAndDone(server);
        List<Answered> answered = new ArrayList<>();
        while (answered.size() < IN_PLAN) {
            ApiCall call = calls.next().withHeader(ApiCall.VERSION, "placement 1.39");
            if (WRITES.contains(call.method()) && isSendable(call) && isPlain(call)) {
                ApiCall asksForJson = call.withHeader("accept", "application/json");
                HttpResponse<String> answer =
                        client.send(call.method(), call.path(), asksForJson.headers(), call.body());
                // A plan does not say of what type a body is.
                if (answer.statusCode() != 415) {
                    answered.add(new Answered(asksForJson, answer));
                }
            }
        }
        return answered;
    }

    private record Answered(ApiCall call, HttpResponse<String> answer) {}

    private static int compare(BrokerlessServer done, BrokerlessServer planned, List<Answered> answered)
            throws IOException, InterruptedException {
        List<String> questions = List.of(
                "/allocation_candidates?resources=VCPU:1", "/resource_providers", "/traits?name=startswith:CUSTOM_");
        ObjectNode plan = MAPPER.createObjectNode();
        ArrayNode commands = plan.putArray("commands");
        for (Answered each : answered) {
            ObjectNode command = commands.addObject()
                    .put("method", each.call().method())
                    .put("path", each.call().path());
            if (each.call().body().isPresent()) {
                command.set("body", MAPPER.readTree(each.call().body().get()));
            }
        }
        questions.forEach(plan.putArray("ask")::add);
        TriedAndDone client = new TriedAndDone(planned);
        TriedAndDone reader = new TriedAndDone(done);
        Map<String, String> headers = Map.of(
                ApiCall.TOKEN,
                "admin",
                ApiCall.VERSION,
                "placement 1.39",
                ApiCall.CONTENT_TYPE,
                "application/json",
                "accept",
                "application/json");
        String before = client.state();
        HttpResponse<String> response = client.send("POST", "/what-if", headers, Optional.of(plan.toString()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(client.state()).isEqualTo(before);
        JsonNode whole = MAPPER.readTree(response.body());
        int granted = 0;
        for (int i = 0; i < answered.size(); i++) {
            ApiCall call = answered.get(i).call();
            HttpResponse<String> answer = answered.get(i).answer();
            JsonNode tried = whole.path("commands").path(i);
            assertThat(tried.path("status").asInt()).as(call.curl() + tried).isEqualTo(answer.statusCode());
            assertSame(call.curl(), tried, answer);
            granted += answer.statusCode() < 300 ? 1 : 0;
            // The second server does it as well, for the plans that follow.
            client.send(call.method(), call.path(), call.headers(), call.body());
        }
        for (int i = 0; i < questions.size(); i++) {
            HttpResponse<String> answer = reader.send("GET", questions.get(i), headers, Optional.empty());
            assertSame(questions.get(i), whole.path("answers").path(i), answer);
        }
        return granted;
    }

    private static void assertSame(String where, JsonNode tried, HttpResponse<String> answer)
            throws JsonProcessingException {
        JsonNode body = MAPPER.readTree(answer.body());
        assertThat(same(tried.path("body").toString()))
                .as(where)
                .isEqualTo(same(body.isMissingNode() ? "null" : body.toString()));
        assertThat(tried.path("headers").path("location").asText("").replaceFirst("^http://[^/]+", ""))
                .as(where)
                .isEqualTo(answer.headers().firstValue("location").orElse("").replaceFirst("^http://[^/]+", ""));
    }

    /** Ids stay: the calls of a plan name all that they make. */
    private static String same(String text) {
        return text.replaceAll("req-[0-9a-f-]{36}", "REQUEST");
    }

    private static boolean isSendable(ApiCall call) {
        try {
            URI.create("http://127.0.0.1" + call.path());
            return call.path().startsWith("/");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Whether all of it is method, path and a body of JSON: a plan has no headers. */
    private static boolean isPlain(ApiCall call) {
        boolean hasUsualHeaders = call.headers()
                .equals(
                        call.body().isPresent()
                                ? Map.of(
                                        ApiCall.TOKEN,
                                        "admin",
                                        ApiCall.VERSION,
                                        "placement 1.39",
                                        ApiCall.CONTENT_TYPE,
                                        "application/json")
                                : Map.of(ApiCall.TOKEN, "admin", ApiCall.VERSION, "placement 1.39"));
        boolean makesAnId = call.method().equals("POST")
                && call.path().startsWith("/resource_providers")
                && call.body().filter(body -> body.contains("\"uuid\"")).isEmpty()
                && !call.path().contains("/inventories");
        try {
            return hasUsualHeaders
                    && !makesAnId
                    && (call.body().isEmpty()
                            || !MAPPER.readTree(call.body().get()).isMissingNode());
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }
}
