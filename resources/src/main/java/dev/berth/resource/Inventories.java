package dev.berth.resource;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Optional;

/**
 * All inventories of one place by resource, and the atomic consumption of a whole request. An immutable value. It does
 * not know which kinds there are.
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

    /** What became of a whole request: all of it consumed, or nothing changed. */
    public sealed interface Outcome {
        /** @param amounts what was taken, as concrete as each kind has it; negated, it gives all of it back */
        record Consumed(Inventories inventories, ImmutableSortedMap<Resource<?, ?>, Amount> amounts)
                implements Outcome {}

        record Lacking(Resource<?, ?> resource, Objection objection) implements Outcome {}

        default boolean isConsumed() {
            return this instanceof Consumed;
        }
    }

    /** Whether all of the request can be consumed together. */
    public boolean canProvide(Map<? extends Resource<?, ?>, ? extends Amount> request) {
        return consume(request).isConsumed();
    }

    /**
     * Consumes all of the request or none of it. Joint inventories choose first, each with the rest of the request in
     * view; the rest is then consumed as their choices bind it.
     */
    public Outcome consume(Map<? extends Resource<?, ?>, ? extends Amount> request) {
        return consume(request, StepBudget.ofDecision());
    }

    /** The same, in a decision that has several requests. */
    public Outcome consume(Map<? extends Resource<?, ?>, ? extends Amount> request, StepBudget budget) {
        RequestConsumption consumption = new RequestConsumption(byResource, request, budget);
        for (Resource<?, ?> resource : consumption.order()) {
            Optional<Objection> objection = consumption.take(resource);
            if (objection.isPresent()) {
                return new Outcome.Lacking(resource, objection.get());
            }
        }
        return consumption.consumed();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Inventories that && byResource.equals(that.byResource);
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
