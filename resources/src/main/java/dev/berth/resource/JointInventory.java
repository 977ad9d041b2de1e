package dev.berth.resource;

/**
 * An inventory whose choice binds other parts of the same request, as the cells chosen for a guest bind which devices
 * it may have. The others are judged inside the choice, not after it.
 */
public interface JointInventory extends Inventory {
    /** Consumes the amount by a choice under which every companion can be provided too, each on its own inventory. */
    Consumption consumeWith(Amount amount, Companions companions, StepBudget budget);

    /** The companion as the consumed amount binds it; the companion itself where it is not bound. */
    Amount bind(Amount companion, Amount consumed);
}
