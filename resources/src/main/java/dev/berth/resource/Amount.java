package dev.berth.resource;

/**
 * A quantity of one kind of resource: an immutable value with value equality, so it may be a map key; amounts of
 * different kinds are never equal. A negative amount means "give back" and is legal in {@link Inventory#consume} alone.
 */
public interface Amount {
    /** The amount of opposite sign; negating twice gives an equal amount, and zero is its own opposite. */
    Amount negate();

    boolean isNegative();
}
