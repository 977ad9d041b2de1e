package dev.berth.agent.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.http.HttpAnswer;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One provider in Placement, made what the report says of it. Each write quotes the generation that was read; where
 * somebody else has written in between, all is read again. For the agent's thread.
 */
record PlacementProvider(PlacementApi api, PlacementNames names, String id) {
    private static final int TRIES_MAX = 5;
    private static final String CONFLICT = "placement.concurrent_update";
    private static final String GENERATION = "resource_provider_generation";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** One look and one write; empty if somebody else has written in between. */
    @FunctionalInterface
    private interface Attempt {
        Optional<Boolean> run() throws IOException, PlacementRefusal;
    }

    /**
     * Makes it, or gives it the name and the parent that are reported.
     *
     * @param there what Placement has, if it has it
     * @return whether anything was written
     */
    boolean place(ReportedProvider reported, Optional<JsonNode> there) throws IOException, PlacementRefusal {
        ObjectNode body = JSON.objectNode().put("name", reported.name());
        String parent = reported.parent().map(Object::toString).orElse(null);
        if (there.isEmpty()) {
            reported.parent().ifPresent(id -> body.put("parent_provider_uuid", id.toString()));
            api.good(api.ask("POST", "/resource_providers", Optional.of(body.put("uuid", id))));
            return true;
        }
        boolean isAsReported = there.get().path("name").asText().equals(reported.name())
                && String.valueOf(parent)
                        .equals(there.get().path("parent_provider_uuid").asText("null"));
        if (!isAsReported) {
            api.good(api.ask("PUT", path(""), Optional.of(body.put("parent_provider_uuid", parent))));
        }
        return !isAsReported;
    }

    /**
     * Gives it the inventories that are reported. A class that is not reported any more and is in use stays, with as
     * much as is used and no more.
     */
    boolean setInventories(Map<ResourceClass, InventoryRecord> reported) throws IOException, PlacementRefusal {
        ObjectNode wanted = JSON.objectNode();
        for (Map.Entry<ResourceClass, InventoryRecord> each : reported.entrySet()) {
            if (names.hasClass(each.getKey().toString())) {
                wanted.set(each.getKey().toString(), json(each.getValue()));
            }
        }
        return untilNobodyInterferes(() -> {
            JsonNode there = api.get(path("/inventories"));
            ObjectNode all = wanted.deepCopy();
            keepUsed(there.path("inventories"), all);
            if (isSame(there.path("inventories"), all)) {
                return Optional.of(false);
            }
            ObjectNode body = JSON.objectNode().set("inventories", all);
            body.set(GENERATION, there.path(GENERATION));
            return written(api.ask("PUT", path("/inventories"), Optional.of(body)));
        });
    }

    /** Gives it the traits that are reported, and keeps of those that it has the ones that are others'. */
    boolean setTraits(Set<Trait> reported, Predicate<String> isOthers) throws IOException, PlacementRefusal {
        TreeSet<String> wanted = new TreeSet<>();
        for (Trait trait : reported) {
            if (names.hasTrait(trait.toString())) {
                wanted.add(trait.toString());
            }
        }
        return untilNobodyInterferes(() -> {
            JsonNode there = api.get(path("/traits"));
            TreeSet<String> before = new TreeSet<>();
            there.path("traits").forEach(trait -> before.add(trait.asText()));
            TreeSet<String> after = new TreeSet<>(wanted);
            before.stream().filter(isOthers).forEach(after::add);
            if (after.equals(before)) {
                return Optional.of(false);
            }
            ObjectNode body = JSON.objectNode();
            after.forEach(body.putArray("traits")::add);
            body.set(GENERATION, there.path(GENERATION));
            return written(api.ask("PUT", path("/traits"), Optional.of(body)));
        });
    }

    /** Takes it away unless something is allocated from it or stands below it. */
    boolean remove() throws IOException, PlacementRefusal {
        HttpAnswer answer = api.ask("DELETE", path(""), Optional.empty());
        if (answer.status() == 409) {
            return false;
        }
        if (answer.status() != 404) {
            api.good(answer);
        }
        return true;
    }

    private void keepUsed(JsonNode there, ObjectNode wanted) throws IOException, PlacementRefusal {
        JsonNode usages = null;
        for (Iterator<String> names = there.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (wanted.has(name)) {
                continue;
            }
            usages = usages == null ? api.get(path("/usages")).path("usages") : usages;
            long used = usages.path(name).asLong();
            if (used > 0) {
                wanted.set(name, json(InventoryRecord.of(used)));
            }
        }
    }

    private boolean untilNobodyInterferes(Attempt attempt) throws IOException, PlacementRefusal {
        for (int i = 0; i < TRIES_MAX; i++) {
            Optional<Boolean> written = attempt.run();
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw new IOException("others write provider " + id + " all the time");
    }

    /** What has come into use by the time of its deletion is read again as well. */
    private Optional<Boolean> written(HttpAnswer answer) throws PlacementRefusal {
        boolean isToBeReadAnew = answer.status() == 409
                && (answer.errorField("code").equals(CONFLICT)
                        || answer.errorField("code").equals("placement.inventory.inuse"));
        if (isToBeReadAnew) {
            return Optional.empty();
        }
        api.good(answer);
        return Optional.of(true);
    }

    private static ObjectNode json(InventoryRecord inventory) {
        return JSON.objectNode()
                .put("total", inventory.total())
                .put("reserved", inventory.reserved())
                .put("min_unit", inventory.minUnit())
                .put("max_unit", inventory.maxUnit())
                .put("step_size", inventory.stepSize())
                .put("allocation_ratio", inventory.allocationRatio());
    }

    private static boolean isSame(JsonNode there, ObjectNode wanted) {
        if (there.size() != wanted.size()) {
            return false;
        }
        for (Iterator<String> names = wanted.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            for (Iterator<String> fields = wanted.path(name).fieldNames(); fields.hasNext(); ) {
                String field = fields.next();
                if (there.path(name).path(field).asDouble(-1)
                        != wanted.path(name).path(field).asDouble()) {
                    return false;
                }
            }
        }
        return true;
    }

    private String path(String below) {
        return "/resource_providers/" + id + below;
    }
}
