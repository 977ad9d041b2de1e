package dev.berth.cli.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.client.ServiceClient;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan as POST /what-if takes it, in the making. Whatever is named is looked up at the service, which is asked for
 * inventories and generations too. For one thread.
 */
final class WhatIfPlan {
    private static final String REASON = "what-if";
    private static final int NOT_FOUND = 404;
    private static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

    private final ServiceClient service;
    private final ObjectNode plan = JsonNodeFactory.instance.objectNode();
    private final ArrayNode commands = plan.putArray("commands");
    private final ArrayNode questions = plan.putArray("ask");

    WhatIfPlan(ServiceClient service) {
        this.service = service;
    }

    /** The plan so far. */
    JsonNode json() {
        return plan;
    }

    boolean isEmpty() {
        return commands.isEmpty() && questions.isEmpty();
    }

    /** Takes the commands and questions of a plan in a file. */
    void add(Path file) {
        JsonNode read;
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new CannotRunException(file + " has more than " + FILE_BYTES_MAX + " bytes");
            }
            read = BoundedJson.mapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CannotRunException("the plan " + file + " cannot be read: " + FailureWords.of(e), e);
        }
        for (Map.Entry<String, JsonNode> field : read.properties()) {
            boolean isKnown =
                    field.getKey().equals("commands") || field.getKey().equals("ask");
            if (!isKnown || !field.getValue().isArray()) {
                throw new CannotRunException(
                        "expected a JSON object with lists commands and ask in " + file + " but got " + field.getKey());
            }
        }
        if (!read.isObject()) {
            throw new CannotRunException("expected a JSON object with lists commands and ask in " + file);
        }
        read.path("commands").forEach(commands::add);
        read.path("ask").forEach(questions::add);
    }

    /** Takes other inventories, those of one provider in one command. */
    void add(List<InventoryChange> changes) throws InterruptedException {
        Map<String, ObjectNode> bodies = new TreeMap<>();
        for (InventoryChange change : changes) {
            String id = provider(change.provider()).path("uuid").asText();
            if (!bodies.containsKey(id)) {
                bodies.put(id, inventories(id));
            }
            change.inventory().change((ObjectNode) bodies.get(id).path("inventories"), change.provider());
        }
        bodies.forEach((id, body) -> add("PUT", inventoriesPath(id)).set("body", body));
    }

    private static String inventoriesPath(String id) {
        return "/resource_providers/" + id + "/inventories";
    }

    private ObjectNode inventories(String id) throws InterruptedException {
        return (ObjectNode) service.get(inventoriesPath(id)).orElseThrow().json();
    }

    void drain(String host) throws InterruptedException {
        add("PUT", HostReference.path(host, service) + "/drain")
                .putObject("body")
                .put("reason", REASON);
    }

    /** Takes the removal of a host with its tree, by force, or of a provider that is none. */
    void remove(String text) throws InterruptedException {
        ServiceAnswer host = service.get(
                HostReference.isUuid(text) ? "/hosts/" + text : "/hosts?name=" + HostReference.encoded(text));
        JsonNode named = host.status() == NOT_FOUND
                ? JsonNodeFactory.instance.objectNode()
                : host.orElseThrow().json();
        String id = named.path("host").asText(named.at("/hosts/0/host").asText());
        if (id.isEmpty()) {
            add("DELETE", "/resource_providers/" + provider(text).path("uuid").asText());
        } else {
            add("DELETE", "/hosts/" + id + "?force=" + REASON);
        }
    }

    void ask(String question) {
        questions.add(question.startsWith("/") ? question : "/" + question);
    }

    private ObjectNode add(String method, String path) {
        return commands.addObject().put("method", method).put("path", path);
    }

    private JsonNode provider(String text) throws InterruptedException {
        JsonNode found = service.get("/resource_providers?" + (HostReference.isUuid(text) ? "uuid=" : "name=")
                        + HostReference.encoded(text))
                .orElseThrow()
                .json()
                .path("resource_providers");
        if (found.isEmpty()) {
            throw new CannotRunException("no resource provider has the UUID or the name " + text);
        }
        return found.path(0);
    }
}
