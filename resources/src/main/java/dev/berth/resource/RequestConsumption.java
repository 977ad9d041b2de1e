package dev.berth.resource;

import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One whole request while it is consumed, resource by resource. Whatever was taken is only in here until all is. */
final class RequestConsumption {
    private final TreeMap<Resource<?, ?>, Inventory> inventories;
    private final TreeMap<Resource<?, ?>, Amount> wanted;
    private final TreeMap<Resource<?, ?>, Amount> taken = new TreeMap<>();
    private final StepBudget budget;

    RequestConsumption(
            Map<? extends Resource<?, ?>, ? extends Inventory> inventories,
            Map<? extends Resource<?, ?>, ? extends Amount> request,
            StepBudget budget) {
        this.inventories = new TreeMap<>(inventories);
        this.wanted = new TreeMap<>(request);
        this.budget = budget;
    }

    /** Joint inventories first, as they bind the others; by name among equals. */
    List<Resource<?, ?>> order() {
        List<Resource<?, ?>> order = new ArrayList<>(wanted.keySet());
        order.sort(Comparator.comparing(resource -> !(inventories.get(resource) instanceof JointInventory)));
        return order;
    }

    /** Takes what is wanted of the resource; answers with what stands against it. */
    Optional<Objection> take(Resource<?, ?> resource) {
        Inventory inventory = inventories.get(resource);
        Amount amount = wanted.remove(resource);
        if (inventory == null) {
            return Optional.of(
                    new Objection(Objection.Reason.NO_INVENTORY, "there is no inventory of " + resource.name()));
        }
        Consumption consumption = inventory instanceof JointInventory joint
                ? joint.consumeWith(amount, companions(), budget)
                : inventory.consume(amount, budget);
        if (consumption instanceof Consumption.NotConsumed refused) {
            return Optional.of(refused.objection());
        }
        Consumption.Consumed consumed = (Consumption.Consumed) consumption;
        inventories.put(resource, consumed.inventory());
        taken.put(resource, consumed.amount());
        if (inventory instanceof JointInventory joint) {
            wanted.replaceAll((other, companion) -> joint.bind(companion, consumed.amount()));
        }
        return Optional.empty();
    }

    Inventories.Outcome.Consumed consumed() {
        return new Inventories.Outcome.Consumed(Inventories.of(inventories), ImmutableSortedMap.copyOfSorted(taken));
    }

    private Companions companions() {
        return new Companions(ImmutableSortedMap.copyOfSorted(inventories), ImmutableSortedMap.copyOfSorted(wanted));
    }
}
