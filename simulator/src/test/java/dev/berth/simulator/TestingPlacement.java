package dev.berth.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.simulator.workload.Holding;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * As much of Placement as the simulator speaks to, in a map, with faults to order: the simulator must find each of
 * them. One event loop, so no locks.
 */
public final class TestingPlacement implements AutoCloseable {
    /** What a service may get wrong. */
    public enum Fault {
        FORGETS_CLAIMS,
        USAGE_DRIFTS,
        OFFERS_WRONG_AMOUNTS,
        REFUSES_WHAT_IT_OFFERS,
        GRANTS_HELD_CONSUMERS,
        GRANTS_TOO_MUCH,
        ANSWERS_CLAIMS_WITH_200,
        HANGS_UP_ON_CLAIMS,
        FAILS_TO_READ_PROVIDERS,
        FAILS_TO_READ_A_PROVIDER_ONCE,
        FAILS_TO_RELEASE
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private final TreeMap<String, TestingProvider> providers = new TreeMap<>();
    private final TreeMap<String, Consumer> consumers = new TreeMap<>();

    private static final class TestingProvider {
        private String name = "";
        private String root = "";
        private long generation;
        private final TreeMap<String, JsonNode> inventories = new TreeMap<>();
        private final List<String> traits = new ArrayList<>();
        private final List<String> aggregates = new ArrayList<>();
    }

    private record Consumer(String projectId, long generation, Holding holding) {}

    private TestingPlacement() {
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public static TestingPlacement start(Fault... faults) {
        TestingPlacement placement = new TestingPlacement();
        placement.faults.addAll(List.of(faults));
        return placement;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    }

    public synchronized int providerCount() {
        return providers.size();
    }

    public synchronized List<String> aggregatesOf(String provider) {
        return List.copyOf(providers.get(provider).aggregates);
    }

    public synchronized List<String> traitsOf(String provider) {
        return List.copyOf(providers.get(provider).traits);
    }

    public synchronized boolean hasConsumers() {
        return !consumers.isEmpty();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private synchronized void answer(HttpServerRequest request, Buffer body) {
        // All regions are one here.
        String[] path =
                request.path().replaceFirst("^/regions/[^/]+", "").substring(1).split("/");
        JsonNode json = parse(body);
        switch (path[0]) {
            case "" -> end(request, 200, JSON.objectNode().set("versions", JSON.arrayNode()));
            case "traits" -> end(request, 201, null);
            case "resource_providers" -> {
                if (path.length == 3
                        && path[2].equals("usages")
                        && (faults.contains(Fault.FAILS_TO_READ_PROVIDERS)
                                || faults.remove(Fault.FAILS_TO_READ_A_PROVIDER_ONCE))) {
                    end(request, 500, null);
                } else {
                    answerProvider(request, path, json);
                }
            }
            case "allocation_candidates" -> end(request, 200, candidates(request.getParam("resources")));
            case "allocations" -> answerAllocations(request, path[1], json);
            case "usages" ->
                end(request, 200, JSON.objectNode().set("usages", projectUsage(request.getParam("project_id"))));
            default -> end(request, 404, null);
        }
    }

    private void answerProvider(HttpServerRequest request, String[] path, JsonNode json) {
        if (path.length == 1) {
            createProvider(request, json);
            return;
        }
        TestingProvider provider = providers.get(path[1]);
        switch (path.length == 2 ? "" : path[2]) {
            case "" -> end(request, 200, JSON.objectNode().put("generation", provider.generation));
            case "inventories" ->
                json.path("inventories")
                        .properties()
                        .forEach(entry -> provider.inventories.put(entry.getKey(), entry.getValue()));
            case "traits" -> json.path("traits").forEach(trait -> provider.traits.add(trait.asText()));
            case "aggregates" -> json.path("aggregates").forEach(rack -> provider.aggregates.add(rack.asText()));
            case "allocations" -> end(request, 200, JSON.objectNode().set("allocations", allocationsOf(path[1])));
            case "usages" -> end(request, 200, JSON.objectNode().set("usages", usagesOf(path[1])));
            default -> end(request, 404, null);
        }
        if (!request.response().ended()) {
            boolean isStale = json.path("resource_provider_generation").asLong(-1) != provider.generation;
            provider.generation++;
            end(
                    request,
                    isStale ? 409 : 200,
                    JSON.objectNode().put("resource_provider_generation", provider.generation));
        }
    }

    private void createProvider(HttpServerRequest request, JsonNode json) {
        String id = json.path("uuid").asText();
        if (providers.containsKey(id)) {
            end(request, 409, error("placement.duplicate_name"));
            return;
        }
        TestingProvider provider = new TestingProvider();
        provider.name = json.path("name").asText();
        provider.root = json.has("parent_provider_uuid")
                ? providers.get(json.path("parent_provider_uuid").asText()).root
                : id;
        providers.put(id, provider);
        end(request, 200, JSON.objectNode().put("generation", 0));
    }

    private void answerAllocations(HttpServerRequest request, String id, JsonNode json) {
        Consumer consumer = consumers.get(id);
        switch (request.method().name()) {
            case "GET" -> {
                ObjectNode found = JSON.objectNode();
                found.set("allocations", consumer == null ? JSON.objectNode() : toJson(consumer.holding()));
                end(request, 200, consumer == null ? found : found.put("consumer_generation", consumer.generation()));
            }
            case "DELETE" -> {
                if (faults.contains(Fault.FAILS_TO_RELEASE) && consumer != null) {
                    end(request, 403, null);
                } else {
                    end(request, consumers.remove(id) == null ? 404 : 204, null);
                }
            }
            default -> putAllocations(request, id, json);
        }
    }

    private void putAllocations(HttpServerRequest request, String id, JsonNode json) {
        Consumer consumer = consumers.get(id);
        JsonNode expected = json.path("consumer_generation");
        boolean isStale = consumer == null ? !expected.isNull() : expected.asLong(-1) != consumer.generation();
        Holding asked = Holding.of(json.path("allocations"));
        if (isStale && !faults.contains(Fault.GRANTS_HELD_CONSUMERS)) {
            end(request, 409, error("placement.concurrent_update"));
        } else if (asked.isNothing()) {
            consumers.remove(id);
            end(request, 204, null);
        } else if (faults.contains(Fault.REFUSES_WHAT_IT_OFFERS)
                || !fits(id, asked) && !faults.contains(Fault.GRANTS_TOO_MUCH)) {
            end(request, 409, error("placement.undefined_code"));
        } else {
            if (!faults.contains(Fault.FORGETS_CLAIMS)) {
                long generation = consumer == null ? 1 : consumer.generation() + 1;
                consumers.put(id, new Consumer(json.path("project_id").asText(), generation, asked));
            }
            if (faults.contains(Fault.HANGS_UP_ON_CLAIMS)) {
                request.connection().close();
            } else {
                end(request, faults.contains(Fault.ANSWERS_CLAIMS_WITH_200) ? 200 : 204, null);
            }
        }
    }

    /** Whether there is room once what the consumer holds is given back. */
    private boolean fits(String id, Holding asked) {
        Consumer before = consumers.remove(id);
        boolean fits = fits(asked);
        if (before != null) {
            consumers.put(id, before);
        }
        return fits;
    }

    private boolean fits(Holding asked) {
        return asked.amounts().entrySet().stream()
                .allMatch(provider -> provider.getValue().entrySet().stream()
                        .allMatch(amount -> free(provider.getKey(), amount.getKey()) >= amount.getValue()));
    }

    private long free(String provider, String resourceClass) {
        JsonNode inventory = providers.get(provider).inventories.get(resourceClass);
        if (inventory == null) {
            return 0;
        }
        long unreserved =
                inventory.path("total").asLong() - inventory.path("reserved").asLong();
        long capacity = (long) (unreserved * inventory.path("allocation_ratio").asDouble(1));
        return capacity - used(provider).getOrDefault(resourceClass, 0L);
    }

    private TreeMap<String, Long> used(String provider) {
        TreeMap<String, Long> used = new TreeMap<>();
        consumers.values().stream()
                .map(consumer -> consumer.holding().amounts().getOrDefault(provider, ImmutableSortedMap.of()))
                .forEach(amounts -> amounts.forEach((name, amount) -> used.merge(name, amount, Long::sum)));
        return used;
    }

    /** One candidate a tree: of each class the first provider that has enough. */
    private ObjectNode candidates(String resources) {
        ObjectNode body = JSON.objectNode();
        ArrayNode requests = body.putArray("allocation_requests");
        for (Map.Entry<String, TestingProvider> root : providers.entrySet()) {
            if (root.getKey().equals(root.getValue().root)) {
                candidate(root.getKey(), resources).ifPresent(requests::add);
            }
        }
        body.putObject("provider_summaries");
        return body;
    }

    private Optional<ObjectNode> candidate(String root, String resources) {
        ObjectNode request = JSON.objectNode();
        ObjectNode allocations = request.putObject("allocations");
        for (String resource : resources.split(",")) {
            String name = resource.substring(0, resource.indexOf(':'));
            long amount = Long.parseLong(resource.substring(name.length() + 1));
            Optional<String> provider = providers.keySet().stream()
                    .filter(id -> providers.get(id).root.equals(root) && free(id, name) >= amount)
                    .findFirst();
            if (provider.isEmpty()) {
                return Optional.empty();
            }
            long offered = faults.contains(Fault.OFFERS_WRONG_AMOUNTS) ? amount + 1 : amount;
            allocations.withObject("/" + provider.get() + "/resources").put(name, offered);
        }
        request.putObject("mappings").putArray("").add(root);
        return Optional.of(request);
    }

    private ObjectNode allocationsOf(String provider) {
        ObjectNode allocations = JSON.objectNode();
        consumers.forEach((id, consumer) -> {
            ImmutableSortedMap<String, Long> amounts =
                    consumer.holding().amounts().get(provider);
            if (amounts != null) {
                ObjectNode resources = allocations.putObject(id).putObject("resources");
                amounts.forEach(resources::put);
            }
        });
        return allocations;
    }

    private ObjectNode usagesOf(String provider) {
        ObjectNode usages = JSON.objectNode();
        long drift = faults.contains(Fault.USAGE_DRIFTS) ? 1 : 0;
        providers.get(provider).inventories.keySet().forEach(name -> usages.put(name, 0));
        used(provider).forEach((name, amount) -> usages.put(name, amount + drift));
        return usages;
    }

    private ObjectNode projectUsage(String projectId) {
        ObjectNode usages = JSON.objectNode();
        consumers.values().stream()
                .filter(consumer -> consumer.projectId().equals(projectId))
                .flatMap(consumer -> consumer.holding().amounts().values().stream())
                .forEach(amounts -> amounts.forEach(
                        (name, amount) -> usages.put(name, usages.path(name).asLong() + amount)));
        return usages;
    }

    private static ObjectNode toJson(Holding holding) {
        ObjectNode allocations = JSON.objectNode();
        holding.amounts().forEach((provider, amounts) -> {
            ObjectNode resources = allocations.putObject(provider).putObject("resources");
            amounts.forEach(resources::put);
        });
        return allocations;
    }

    private static ObjectNode error(String code) {
        ObjectNode body = JSON.objectNode();
        body.putArray("errors").addObject().put("status", 409).put("code", code);
        return body;
    }

    private static JsonNode parse(Buffer body) {
        try {
            return MAPPER.readTree(body.getBytes());
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }

    private static void end(HttpServerRequest request, int status, JsonNode body) {
        request.response().setStatusCode(status);
        if (body == null) {
            request.response().end();
        } else {
            request.response().end(body.toString());
        }
    }
}
