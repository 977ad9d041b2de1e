package dev.berth.ledger.resource;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.ledger.resource.Objection.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All inventories of one place by resource, and the atomic consumption of a whole request. An immutable value. It does not know
 * which kinds there are.
 */
public final class Inventories {
    public static final Inventories EMPTY = new Inventories(ImmutableSortedMap.of());

    private final ImmutableSortedMap<Resource<?, ?>, Inventory> byResource;

    private Inventories(ImmutableSortedMap<Resource<?, ?>, Inventory> byResource) {
        this.byResource = byResource;
    }

    public static Inventories of(Map<? extends Resource<?, ?>, ? extends Inventory> byResource) {
        return new Inventories(ImmutableSortedMap.copyOf(byResource));
    }

    public ImmutableSortedMap<Resource<?, ?>, Inventory> byResource() {
        return byResource;
    }

    public Optional<Inventory> get(Resource<?, ?> resource) {
        return Optional.ofNullable(byResource.get(resource));
    }

    public Inventories with(Resource<?, ?> resource, Inventory inventory) {
        TreeMap<Resource<?, ?>, Inventory> changed = new TreeMap<>(byResource);
        changed.put(resource, inventory);
        return of(changed);
    }

    /** What became of a whole request: all of it consumed, or nothing changed. */
    public sealed interface Outcome {
        /** @param amounts what was taken, as concrete as each kind has it; negated, it gives all of it back */
        record Consumed(Inventories inventories, ImmutableSortedMap<Resource<?, ?>, Amount> amounts)
                implements Outcome {}

        record Refused(Resource<?, ?> resource, Objection objection) implements Outcome {}

        default boolean isConsumed() {
            return this instanceof Consumed;
        }
    }

    /** Whether all of the request can be consumed together. */
    public boolean canProvide(Map<? extends Resource<?, ?>, ? extends Amount> request) {
        return consume(request).isConsumed();
    }

    /**
     * Consumes all of the request or none of it. Joint inventories choose first, each with the rest of the request in view; the rest
     * is then consumed as their choices bind it.
     */
    public Outcome consume(Map<? extends Resource<?, ?>, ? extends Amount> request) {
        TreeMap<Resource<?, ?>, Amount> wanted = new TreeMap<>(request);
        for (Resource<?, ?> resource : wanted.keySet()) {
            if (!byResource.containsKey(resource)) {
                return refused(
                        resource, new Objection(Reason.NO_INVENTORY, "there is no inventory of " + resource.name()));
            }
        }
        TreeMap<Resource<?, ?>, Inventory> after = new TreeMap<>(byResource);
        TreeMap<Resource<?, ?>, Amount> consumed = new TreeMap<>();
        for (boolean jointly : new boolean[] {true, false}) {
            for (Resource<?, ?> resource : ImmutableSortedMap.copyOf(wanted).keySet()) {
                if (after.get(resource) instanceof JointInventory != jointly) {
                    continue;
                }
                Amount amount = wanted.remove(resource);
                Consumption consumption = consume(after.get(resource), amount, after, wanted);
                if (consumption instanceof Consumption.Refused) {
                    return refused(resource, ((Consumption.Refused) consumption).objection());
                }
                Consumption.Consumed taken = (Consumption.Consumed) consumption;
                if (after.get(resource) instanceof JointInventory) {
                    JointInventory joint = (JointInventory) after.get(resource);
                    wanted.replaceAll((other, companion) -> joint.bind(companion, taken.amount()));
                }
                after.put(resource, taken.inventory());
                consumed.put(resource, taken.amount());
            }
        }
        return new Outcome.Consumed(of(after), ImmutableSortedMap.copyOf(consumed));
    }

    private static Consumption consume(
            Inventory inventory,
            Amount amount,
            SortedMap<Resource<?, ?>, Inventory> inventories,
            SortedMap<Resource<?, ?>, Amount> companions) {
        return inventory instanceof JointInventory
                ? ((JointInventory) inventory)
                        .consumeWith(
                                amount,
                                new Companions(
                                        ImmutableSortedMap.copyOf(inventories), ImmutableSortedMap.copyOf(companions)))
                : inventory.consume(amount);
    }

    private static Outcome refused(Resource<?, ?> resource, Objection objection) {
        return new Outcome.Refused(resource, objection);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Inventories && byResource.equals(((Inventories) other).byResource);
    }

    @Override
    public int hashCode() {
        return byResource.hashCode();
    }

    @Override
    public String toString() {
        return byResource.toString();
    }
}
