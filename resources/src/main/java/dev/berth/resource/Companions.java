package dev.berth.resource;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a request asks for besides one of its amounts, and what the place has of everything.
 *
 * @param inventories all inventories of the place
 * @param amounts the rest of the request
 */
public record Companions(
        ImmutableSortedMap<Resource<?, ?>, Inventory> inventories, ImmutableSortedMap<Resource<?, ?>, Amount> amounts) {
    public static final Companions NONE = new Companions(ImmutableSortedMap.of(), ImmutableSortedMap.of());

    /**
     * Whether every companion can be provided once it is bound; give-backs and unknown resources are judged elsewhere.
     */
    public boolean canAllBeProvided(UnaryOperator<Amount> bind, StepBudget budget) {
        for (Map.Entry<Resource<?, ?>, Amount> each : amounts.entrySet()) {
            Inventory inventory = inventories.get(each.getKey());
            Amount bound = bind.apply(each.getValue());
            if (inventory != null
                    && !bound.isNegative()
                    && inventory.objectionTo(bound, budget).isPresent()) {
                return false;
            }
        }
        return true;
    }
}
