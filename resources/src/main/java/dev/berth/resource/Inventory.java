package dev.berth.resource;

import java.util.Optional;

/**
 * What one place has of one resource: capacity, overcommit and what is used of it. An immutable value, safe to share
 * between threads.
 *
 * <p>Rules of every kind: zero can always be provided and consumed; a refusal changes nothing; after the capacity was
 * lowered below what is used, everything can be given back and nothing be taken.
 */
public interface Inventory {
    /**
     * What stands against providing the amount; empty if nothing does. It changes nothing and never throws, so that
     * searches can explain themselves. An amount of another kind, or a negative one, is answered with an objection
     * whose reason is a {@linkplain Objection.Reason#isBadValue bad value}.
     */
    Optional<Objection> objectionTo(Amount amount);

    /**
     * Whether the amount could be consumed, overcommit included. A pure question.
     *
     * @throws IllegalArgumentException if the question makes no sense: an amount of another kind, or a negative one
     */
    default boolean canProvide(Amount amount) {
        Optional<Objection> objection = objectionTo(amount);
        if (objection.isPresent() && objection.get().reason().isBadValue()) {
            throw new IllegalArgumentException(objection.get().message());
        }
        return objection.isEmpty();
    }

    /**
     * The inventory after the amount was added to what is used; a negative amount makes more available. Refused if the
     * amount is of another kind, or if either what is used or what is available would go negative.
     */
    Consumption consume(Amount amount);

    /** What {@link #objectionTo(Amount)} says, within a budget; kinds that search for what they give override it. */
    default Optional<Objection> objectionTo(Amount amount, StepBudget budget) {
        return objectionTo(amount);
    }

    /** What {@link #consume(Amount)} comes to, within a budget; kinds that search for what they give override it. */
    default Consumption consume(Amount amount, StepBudget budget) {
        return consume(amount);
    }
}
