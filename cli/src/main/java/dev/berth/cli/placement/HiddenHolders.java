package dev.berth.cli.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.math.LongMath;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds amounts of a provider that the API counts and does not show. Placement adds up a provider's usages from its
 * table of allocations alone, and lists only those allocations whose consumer, project and user have records too.
 */
final class HiddenHolders {
    private HiddenHolders() {}

    /**
     * Compares what a provider's allocations add up to with its usages, which were read after them. Less usage is no
     * fault: something was released in between. More may be of a claim in between, so it counts if it stays.
     *
     * @return what is used and not shown, in words with what to do
     * @throws MalformedException if something is no amount
     */
    static Optional<String> in(JsonNode allocations, JsonNode usages) {
        TreeMap<ResourceClass, Long> shown = new TreeMap<>();
        for (JsonNode held : allocations) {
            FactsJson.amounts(FactsJson.object(held, "resources"))
                    .forEach((resourceClass, amount) -> shown.merge(resourceClass, amount, LongMath::saturatedAdd));
        }
        return FactsJson.amounts(usages).entrySet().stream()
                .filter(used -> used.getValue() > shown.getOrDefault(used.getKey(), 0L))
                .map(used -> used.getValue() + " of " + used.getKey()
                        + " are used there, but its allocations add up to " + shown.getOrDefault(used.getKey(), 0L)
                        + ": the rest is of consumers without a record; placement-manage db online_data_migrations"
                        + " there makes one for each")
                .findFirst();
    }
}
