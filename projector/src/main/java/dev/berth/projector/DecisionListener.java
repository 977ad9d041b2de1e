package dev.berth.projector;

import dev.berth.events.decision.Decision;

/** Hears of each decision as soon as it is made, on the stream thread: it must be quick and must not throw. */
@FunctionalInterface
interface DecisionListener {
    void decided(Decision decision);
}
