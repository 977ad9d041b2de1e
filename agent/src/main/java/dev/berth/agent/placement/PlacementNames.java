package dev.berth.agent.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.catalogue.StandardCatalogue;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The traits and resource classes that a Placement has. Custom ones are made as they are needed; a standard one that
 * this Placement's libraries lack cannot be, and is left out and told once. For the agent's thread.
 */
final class PlacementNames {
    private final PlacementApi api;
    private final Consumer<String> warnings;
    private final Set<String> traits;
    private final Set<String> classes;
    private final Set<String> told;

    private PlacementNames(
            PlacementApi api, Consumer<String> warnings, Set<String> traits, Set<String> classes, Set<String> told) {
        this.api = api;
        this.warnings = warnings;
        this.traits = traits;
        this.classes = classes;
        this.told = told;
    }

    /** @param told what was told before, which grows */
    static PlacementNames read(PlacementApi api, Consumer<String> warnings, Set<String> told)
            throws IOException, PlacementRefusal {
        TreeSet<String> traits = new TreeSet<>();
        api.get("/traits").path("traits").forEach(trait -> traits.add(trait.asText()));
        TreeSet<String> classes = new TreeSet<>();
        for (JsonNode each : api.get("/resource_classes").path("resource_classes")) {
            classes.add(each.path("name").asText());
        }
        return new PlacementNames(api, warnings, traits, classes, told);
    }

    boolean hasTrait(String name) throws IOException, PlacementRefusal {
        return has(traits, name, "trait", "/traits/");
    }

    boolean hasClass(String name) throws IOException, PlacementRefusal {
        return has(classes, name, "resource class", "/resource_classes/");
    }

    private boolean has(Set<String> known, String name, String what, String path) throws IOException, PlacementRefusal {
        if (known.contains(name)) {
            return true;
        }
        if (!name.startsWith(StandardCatalogue.CUSTOM_PREFIX)) {
            if (told.add(name)) {
                warnings.accept("this Placement does not know the " + what + " " + name + ", which is left out");
            }
            return false;
        }
        api.good(api.ask("PUT", path + name, Optional.empty()));
        return known.add(name);
    }
}
