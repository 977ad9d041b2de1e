package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The answers to every GET of a Placement that shows its state, by path: as much as a client can see. Written apart
 * from the program's own reading, so that neither can hide what the other has lost.
 */
public final class PlacementDump {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int THREADS = 4;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final ConcurrentSkipListMap<String, String> answers = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListSet<String> consumers = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<String> projects = new ConcurrentSkipListSet<>();

    private PlacementDump(String url) {
        this.url = url;
    }

    public static TreeMap<String, String> of(String url) throws Exception {
        PlacementDump dump = new PlacementDump(url);
        dump.take();
        return new TreeMap<>(dump.answers);
    }

    private void take() throws Exception {
        put("/traits", custom(get("/traits").path("traits")));
        List<String> classes = new ArrayList<>();
        get("/resource_classes")
                .path("resource_classes")
                .forEach(each -> classes.add(each.path("name").asText()));
        put("/resource_classes", custom(MAPPER.valueToTree(classes)));
        List<String> providers = new ArrayList<>();
        get("/resource_providers")
                .path("resource_providers")
                .forEach(each -> providers.add(each.path("uuid").asText()));
        each(providers, this::takeProvider);
        each(consumers, consumer -> {
            JsonNode answer = get("/allocations/" + consumer);
            put("/allocations/" + consumer, answer);
            projects.add(answer.path("project_id").asText());
        });
        for (String project : projects) {
            put("/usages " + project, get("/usages?project_id=" + project));
        }
    }

    private void takeProvider(String provider) throws Exception {
        String path = "/resource_providers/" + provider;
        put(path, without(get(path), "links"));
        for (String part : List.of("/inventories", "/usages")) {
            put(path + part, get(path + part));
        }
        for (String part : List.of("traits", "aggregates")) {
            ObjectNode answer = (ObjectNode) get(path + "/" + part);
            TreeSet<String> sorted = new TreeSet<>();
            answer.path(part).forEach(each -> sorted.add(each.asText()));
            answer.set(part, MAPPER.valueToTree(sorted));
            put(path + "/" + part, answer);
        }
        JsonNode allocations = get(path + "/allocations");
        put(path + "/allocations", allocations);
        allocations.path("allocations").fieldNames().forEachRemaining(consumers::add);
    }

    /** What is done with the answers about one thing. */
    private interface Taking {
        void take(String id) throws Exception;
    }

    private static void each(Collection<String> ids, Taking taking) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (String id : ids) {
                all.add(() -> {
                    taking.take(id);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static JsonNode custom(JsonNode names) {
        TreeSet<String> custom = new TreeSet<>();
        names.forEach(name -> {
            if (name.asText().startsWith("CUSTOM_")) {
                custom.add(name.asText());
            }
        });
        return MAPPER.valueToTree(custom);
    }

    private static JsonNode without(JsonNode object, String field) {
        ((ObjectNode) object).remove(field);
        return object;
    }

    /** With the fields in one order. */
    private void put(String path, JsonNode answer) throws Exception {
        Object plain = MAPPER.treeToValue(answer, Object.class);
        answers.put(
                path,
                MAPPER.writer(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsString(plain));
    }

    private JsonNode get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("x-auth-token", "admin")
                .header("accept", "application/json")
                .header("openstack-api-version", "placement 1.39")
                .build();
        HttpResponse<String> answer = PatientSending.send(CLIENT, request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "expected 200 of GET " + url + path + " but got " + answer.statusCode() + " " + answer.body());
        }
        return MAPPER.readTree(answer.body());
    }
}
