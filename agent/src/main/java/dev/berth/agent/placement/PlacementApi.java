package dev.berth.agent.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.http.HttpAnswer;
import dev.berth.agent.http.HttpService;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Placement's API in the newest microversion that the agent and the service both know. For the agent's thread.
 *
 * @param microversion 1.N, such as 39
 */
record PlacementApi(HttpService service, int microversion) {
    private static final int NEWEST = 39;

    /** Traits, classes that are made by their name, and providers below others. */
    private static final int OLDEST = 20;

    /**
     * Asks which microversions there are.
     *
     * @throws PlacementRefusal if it is no Placement, or too old a one
     */
    static PlacementApi open(HttpService service) throws IOException, PlacementRefusal {
        HttpAnswer answer = service.ask("GET", "/", Map.of(), Optional.empty());
        String newest = answer.status() == 200
                ? answer.json().at("/versions/0/max_version").asText()
                : "";
        if (!newest.matches("1\\.\\d{1,4}")) {
            throw new PlacementRefusal("expected a Placement at " + service.url() + " but it answers " + answer.status()
                    + " and names no microversion");
        }
        int known = Integer.parseInt(newest.substring(2));
        if (known < OLDEST) {
            throw new PlacementRefusal("expected a Placement of microversion 1." + OLDEST + " or newer at "
                    + service.url() + " but it knows " + newest + " and older ones only");
        }
        return new PlacementApi(service, Math.min(known, NEWEST));
    }

    JsonNode get(String path) throws IOException, PlacementRefusal {
        return good(ask("GET", path, Optional.empty())).json();
    }

    /** The answer whatever it is, unless it is one that says nothing of the request. */
    HttpAnswer ask(String method, String path, Optional<ObjectNode> body) throws IOException, PlacementRefusal {
        HttpAnswer answer = service.ask(
                method,
                path,
                Map.of("openstack-api-version", "placement 1." + microversion),
                body.map(ObjectNode::toString));
        if (answer.status() >= 500) {
            throw new IOException("it answers " + answer.status() + ", " + answer.reason());
        }
        if (answer.status() == 401) {
            throw new PlacementRefusal(
                    "401, Placement knows no such token; --token-file or BERTH_TOKEN say who this is");
        }
        return answer;
    }

    HttpAnswer good(HttpAnswer answer) throws PlacementRefusal {
        if (answer.status() >= 300) {
            throw new PlacementRefusal(answer.status() + ", " + answer.reason());
        }
        return answer;
    }
}
