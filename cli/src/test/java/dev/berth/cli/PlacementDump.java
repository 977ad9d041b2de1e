package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The answers to every GET of a Placement that shows its state, by path: as much as a client can see. Written apart
 * from the program's own reading, so that neither can hide what the other has lost.
 */
final class PlacementDump {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final TreeMap<String, String> answers = new TreeMap<>();

    private PlacementDump(String url) {
        this.url = url;
    }

    static TreeMap<String, String> of(String url) throws Exception {
        PlacementDump dump = new PlacementDump(url);
        dump.take();
        return dump.answers;
    }

    private void take() throws Exception {
        put("/traits", custom(get("/traits").path("traits")));
        List<String> classes = new ArrayList<>();
        get("/resource_classes")
                .path("resource_classes")
                .forEach(each -> classes.add(each.path("name").asText()));
        put("/resource_classes", custom(MAPPER.valueToTree(classes)));
        TreeSet<String> consumers = new TreeSet<>();
        TreeSet<String> projects = new TreeSet<>();
        for (JsonNode provider : get("/resource_providers").path("resource_providers")) {
            String path = "/resource_providers/" + provider.path("uuid").asText();
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
        for (String consumer : consumers) {
            JsonNode answer = get("/allocations/" + consumer);
            put("/allocations/" + consumer, answer);
            projects.add(answer.path("project_id").asText());
        }
        for (String project : projects) {
            put("/usages " + project, get("/usages?project_id=" + project));
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
