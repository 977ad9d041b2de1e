package dev.berth.ledger.candidate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The real Placement service over HTTP, as an oracle: holds one {@link TestingRegion} at a time and answers queries
 * about it.
 */
final class PlacementPeer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NEWEST = "1.39";

    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    PlacementPeer(String url) {
        this.url = url;
        RandomRequests.CLASSES.stream()
                .filter(name -> ResourceClass.of(name).isCustom())
                .forEach(name -> send("PUT", "/resource_classes/" + name, null, NEWEST, Set.of(201, 204)));
        RandomRequests.TRAITS.stream()
                .filter(name -> Trait.of(name).isCustom())
                .forEach(name -> send("PUT", "/traits/" + name, null, NEWEST, Set.of(201, 204)));
    }

    /** What it answered: the body if the status is 200. */
    record Answer(int status, JsonNode body) {}

    /** Makes it hold the region and nothing else. */
    void load(TestingRegion region) {
        clear();
        region.lines().forEach(line -> load(region, line));
    }

    /** Deletes all providers, and what is allocated of them; of a tree the lowest first, as it takes no other order. */
    private void clear() {
        JsonNode providers = get("/resource_providers").get("resource_providers");
        while (!providers.isEmpty()) {
            for (JsonNode provider : providers) {
                String path = "/resource_providers/" + provider.get("uuid").asText();
                get(path + "/allocations")
                        .get("allocations")
                        .fieldNames()
                        .forEachRemaining(
                                consumer -> send("DELETE", "/allocations/" + consumer, null, NEWEST, Set.of(204)));
                send("DELETE", path, null, NEWEST, Set.of(204, 409));
            }
            providers = get("/resource_providers").get("resource_providers");
        }
    }

    private JsonNode get(String path) {
        return read(send("GET", path, null, NEWEST, Set.of(200)).body());
    }

    private void load(TestingRegion region, TestingRegion.Line line) {
        String path = "/resource_providers/" + line.id();
        ObjectNode provider = NODES.objectNode()
                .put("name", line.name())
                .put("uuid", line.id().toString());
        line.parent()
                .ifPresent(parent ->
                        provider.put("parent_provider_uuid", region.id(parent).toString()));
        send("POST", "/resource_providers", provider, NEWEST, Set.of(200));
        int generation = 0;
        if (!line.used().isEmpty()) {
            ObjectNode ample = NODES.objectNode();
            line.inventories()
                    .keySet()
                    .forEach(name -> ample.putObject(name.name()).put("total", Integer.MAX_VALUE));
            putInventories(path, generation++, ample);
            allocate(line.id(), line.used());
            generation++;
        }
        ObjectNode inventories = NODES.objectNode();
        line.inventories().forEach((name, inventory) -> inventories.set(name.name(), json(inventory)));
        putInventories(path, generation++, inventories);
        ObjectNode traits = NODES.objectNode().put("resource_provider_generation", generation);
        line.traits().forEach(trait -> {
            traits.withArray("traits").add(trait.name());
        });
        if (!line.traits().isEmpty()) {
            send("PUT", path + "/traits", traits, NEWEST, Set.of(200));
            generation++;
        }
        if (!line.aggregates().isEmpty()) {
            ObjectNode aggregates = NODES.objectNode().put("resource_provider_generation", generation);
            line.aggregates().forEach(id -> aggregates.withArray("aggregates").add(id.toString()));
            send("PUT", path + "/aggregates", aggregates, NEWEST, Set.of(200));
        }
    }

    private void putInventories(String path, int generation, ObjectNode inventories) {
        ObjectNode body = NODES.objectNode().put("resource_provider_generation", generation);
        body.set("inventories", inventories);
        send("PUT", path + "/inventories", body, NEWEST, Set.of(200));
    }

    private static ObjectNode json(InventoryRecord inventory) {
        return NODES.objectNode()
                .put("total", inventory.total())
                .put("reserved", inventory.reserved())
                .put("min_unit", inventory.minUnit())
                .put("max_unit", inventory.maxUnit())
                .put("step_size", inventory.stepSize())
                .put("allocation_ratio", inventory.allocationRatio());
    }

    private void allocate(ProviderId provider, Map<ResourceClass, Long> used) {
        String path = "/allocations/" + UUID.randomUUID();
        ObjectNode body = NODES.objectNode().put("project_id", "project").put("user_id", "user");
        ObjectNode resources =
                body.putObject("allocations").putObject(provider.toString()).putObject("resources");
        used.forEach((name, amount) -> resources.put(name.name(), amount));
        send("PUT", path, body.putNull("consumer_generation").put("consumer_type", "TEST"), NEWEST, Set.of(204));
    }

    Answer candidates(String query, String microversion) {
        HttpResponse<String> response = send(
                "GET", "/allocation_candidates?" + query.replace("|", "%7C"), null, microversion, Set.of(200, 500));
        return new Answer(
                response.statusCode(), response.statusCode() == 200 ? read(response.body()) : NODES.nullNode());
    }

    private HttpResponse<String> send(
            String method, String path, ObjectNode body, String microversion, Set<Integer> expected) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .header("content-type", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement " + microversion)
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (!expected.contains(response.statusCode())) {
                throw new IllegalStateException("expected status " + expected + " of " + method + " " + path
                        + " but got " + response.statusCode() + " " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
