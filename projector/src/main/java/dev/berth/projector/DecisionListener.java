package dev.berth.projector;

import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;

/** Hears of each decision that is made, on the stream thread: it must be quick and must not throw. */
@FunctionalInterface
interface DecisionListener {
    void decided(Region region, Decision decision);

    /** The thread is about to wait for something else, which those who wait for a decision must not. */
    default void tell() {}
}
