package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Fills a Placement over its own API, by a seed: trees of up to three levels, custom names, aggregates, odd units and
 * ratios, consumers with and without a type, and some capacities that were lowered below what is held. The same seed
 * makes the same calls. For one thread.
 */
public final class RandomFleet {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<String> TRAITS =
            List.of("HW_CPU_X86_AVX2", "STORAGE_DISK_SSD", "CUSTOM_FAST", "CUSTOM_LOUD");

    private final String url;
    private final SplittableRandom random;
    private final List<String> providers = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();
    private final List<String> consumers = new ArrayList<>();

    public RandomFleet(String url, long seed) {
        this.url = url;
        this.random = new SplittableRandom(seed);
    }

    public List<String> providers() {
        return providers;
    }

    public List<String> consumers() {
        return consumers;
    }

    public String uuid() {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63).toString();
    }

    /** Makes so many hosts, and half as many children, and so many consumers. */
    public RandomFleet fill(int hosts, int holders) throws Exception {
        must(put("/resource_classes/CUSTOM_GOLD", null));
        must(put("/resource_classes/CUSTOM_IDLE", null));
        for (String trait : List.of("CUSTOM_FAST", "CUSTOM_LOUD", "CUSTOM_IDLE")) {
            must(put("/traits/" + trait, null));
        }
        for (int i = 0; i < hosts; i++) {
            String root = provider("host-" + i, null);
            roots.add(root);
            if (random.nextInt(2) == 0) {
                String card = provider("host-" + i + "-card", root);
                if (random.nextInt(2) == 0) {
                    provider("host-" + i + "-card-port", card);
                }
            }
        }
        for (int i = 0; i < holders; i++) {
            claim();
        }
        for (String provider : providers) {
            if (random.nextInt(4) == 0) {
                lower(provider);
            }
        }
        return this;
    }

    private String provider(String name, String parent) throws Exception {
        String id = uuid();
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("name", name).put("uuid", id);
        if (parent != null) {
            body.put("parent_provider_uuid", parent);
        }
        must(call("POST", "/resource_providers", body, "1.39"));
        providers.add(id);
        ObjectNode inventories = JsonNodeFactory.instance.objectNode();
        inventories.set("VCPU", inventory(64, 16));
        inventories.set("MEMORY_MB", inventory(65_536, 1));
        if (random.nextInt(3) == 0) {
            inventories.set("CUSTOM_GOLD", inventory(8, 1));
        }
        replace(id, "inventories", inventories);
        ArrayNode traits = JsonNodeFactory.instance.arrayNode();
        TRAITS.stream().filter(trait -> random.nextInt(3) == 0).forEach(traits::add);
        replace(id, "traits", traits);
        if (random.nextInt(2) == 0) {
            ArrayNode aggregates = JsonNodeFactory.instance.arrayNode();
            aggregates.add(new UUID(0x4000L, 1L << 63 | random.nextInt(4)).toString());
            replace(id, "aggregates", aggregates);
        }
        return id;
    }

    private ObjectNode inventory(int total, int ratio) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("total", total)
                .put("reserved", random.nextInt(3))
                .put("min_unit", 1)
                .put("max_unit", total)
                .put("step_size", 1)
                .put("allocation_ratio", random.nextInt(3) == 0 ? 1.5 : ratio);
    }

    /** Writes a part of a provider in the generation that it has. */
    public void replace(String provider, String part, JsonNode value) throws Exception {
        String path = "/resource_providers/" + provider;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(
                "resource_provider_generation",
                must(call("GET", path, null, "1.39")).path("generation").asLong());
        body.set(part, value);
        must(put(path + "/" + part, body));
    }

    /** A new consumer holds something of a host, and perhaps of another. */
    public String claim() throws Exception {
        String id = uuid();
        boolean hasType = random.nextInt(3) != 0;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("project_id", "project-" + random.nextInt(3));
        body.put("user_id", "user-" + random.nextInt(3));
        body.putNull("consumer_generation");
        if (hasType) {
            body.put("consumer_type", random.nextInt(4) == 0 ? "MIGRATION" : "INSTANCE");
        }
        ObjectNode allocations = body.putObject("allocations");
        for (int i = random.nextInt(2); i >= 0; i--) {
            allocations
                    .putObject(roots.get(random.nextInt(roots.size())))
                    .putObject("resources")
                    .put("VCPU", 1)
                    .put("MEMORY_MB", 1 + random.nextInt(64));
        }
        must(call("PUT", "/allocations/" + id, body, hasType ? "1.39" : "1.37"));
        for (int i = random.nextInt(3); i > 0; i--) {
            body.put(
                    "consumer_generation",
                    must(call("GET", "/allocations/" + id, null, "1.39"))
                            .path("consumer_generation")
                            .asLong());
            must(call("PUT", "/allocations/" + id, body, hasType ? "1.39" : "1.37"));
        }
        consumers.add(id);
        return id;
    }

    /** Leaves a provider less than is held of it, perhaps; nothing more is claimed of it. */
    public void lower(String provider) throws Exception {
        roots.remove(provider);
        JsonNode had = must(call("GET", "/resource_providers/" + provider + "/inventories", null, "1.39"))
                .path("inventories");
        ObjectNode inventories = had.deepCopy();
        inventories.withObject("/MEMORY_MB").put("total", 2).put("reserved", 0).put("max_unit", 1);
        replace(provider, "inventories", inventories);
    }

    public JsonNode put(String path, JsonNode body) throws Exception {
        return call("PUT", path, body, "1.39");
    }

    /** The answer, with its status as a field; a text as the body. */
    public JsonNode call(String method, String path, JsonNode body, String version) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("x-auth-token", "admin")
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .header("openstack-api-version", "placement " + version)
                // A Placement ignores it; a Berth that is starved may need to be asked twice.
                .header("idempotency-key", UUID.randomUUID().toString())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = PatientSending.send(CLIENT, request);
        JsonNode json = answer.body().startsWith("{") ? MAPPER.readTree(answer.body()) : MAPPER.createObjectNode();
        return ((ObjectNode) json)
                .put("status of the call", answer.statusCode())
                .put("body of the call", answer.statusCode() < 300 ? "" : method + " " + path + ": " + answer.body());
    }

    public static JsonNode must(JsonNode answer) {
        if (answer.path("status of the call").asInt() >= 300) {
            throw new IllegalStateException("expected it to be granted but got " + answer.path("body of the call"));
        }
        return answer;
    }
}
