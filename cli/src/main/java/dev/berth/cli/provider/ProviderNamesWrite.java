package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.GuardedWrite;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import dev.berth.cli.client.ServiceAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Changes the traits or the aggregates of a provider, in the generation in which they were read or in one that is
 * given.
 *
 * @param field what they are called in paths and bodies of the API
 */
record ProviderNamesWrite(PlacementOptions placement, String field) {
    private static final String GENERATION = "resource_provider_generation";

    /** What they are afterwards, as the API shows it. */
    JsonNode change(String provider, NamesChange change, List<String> given, OptionalLong generation)
            throws InterruptedException {
        String path = "/resource_providers/" + placement.uuid(provider) + "/" + field;
        if (generation.isPresent()) {
            JsonNode before = change == NamesChange.SET ? JsonNodeFactory.instance.objectNode() : placement.get(path);
            return PlacementRefusal.granted(send(path, changed(before, change, given), generation.getAsLong()))
                    .json();
        }
        return new GuardedWrite("provider " + provider, placement)
                .write(
                        () -> placement.get(path),
                        before -> send(
                                path,
                                changed(before, change, given),
                                before.path(GENERATION).asLong()))
                .json();
    }

    private TreeSet<String> changed(JsonNode before, NamesChange change, List<String> given) {
        List<String> had = new ArrayList<>();
        before.path(field).forEach(name -> had.add(name.asText()));
        return change.apply(had, given);
    }

    private ServiceAnswer send(String path, TreeSet<String> names, long generation) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(GENERATION, generation);
        names.forEach(body.putArray(field)::add);
        return placement.service().put(path, body);
    }
}
