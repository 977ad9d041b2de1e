package dev.berth.simulator.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one consumer holds: amounts by provider and resource class, both by the names that the API gives them.
 *
 * @param amounts no provider without amounts, no amount of zero
 */
public record Holding(ImmutableSortedMap<String, ImmutableSortedMap<String, Long>> amounts) {
    public static final Holding NOTHING = new Holding(ImmutableSortedMap.of());

    /** Reads the {@code allocations} object of the API (1.12 on), whatever else stands beside the resources. */
    public static Holding of(JsonNode allocations) {
        ImmutableSortedMap.Builder<String, ImmutableSortedMap<String, Long>> amounts =
                ImmutableSortedMap.naturalOrder();
        for (Map.Entry<String, JsonNode> provider : allocations.properties()) {
            ImmutableSortedMap.Builder<String, Long> ofProvider = ImmutableSortedMap.naturalOrder();
            for (Map.Entry<String, JsonNode> resource :
                    provider.getValue().path("resources").properties()) {
                ofProvider.put(resource.getKey(), resource.getValue().asLong());
            }
            amounts.put(provider.getKey(), ofProvider.build());
        }
        return new Holding(amounts.build());
    }

    public boolean isNothing() {
        return amounts.isEmpty();
    }

    Holding times(long factor) {
        return new Holding(ImmutableSortedMap.copyOf(Maps.transformValues(
                amounts,
                resources -> ImmutableSortedMap.copyOf(Maps.transformValues(resources, amount -> amount * factor)))));
    }

    /** The {@code allocations} object that asks for this. */
    ObjectNode toJson() {
        ObjectNode allocations = JsonNodeFactory.instance.objectNode();
        amounts.forEach((provider, resources) -> {
            ObjectNode target = allocations.putObject(provider).putObject("resources");
            resources.forEach(target::put);
        });
        return allocations;
    }

    /** Adds the amounts of all providers to these sums by resource class. */
    void addTo(TreeMap<String, Long> totals) {
        amounts.values()
                .forEach(resources -> resources.forEach((name, amount) -> totals.merge(name, amount, Long::sum)));
    }

    @Override
    public String toString() {
        return isNothing() ? "nothing" : amounts.toString();
    }
}
