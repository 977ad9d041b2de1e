package dev.berth.simulator.fleet;

import java.util.concurrent.CompletionStage;

/** Somebody who can be told what a host has. Hosts may be told at the same time, and told again. */
public interface FleetTarget {
    /** Completes when the target knows the whole host; fails, with the host's name, if it would not take it. */
    CompletionStage<Void> publish(SimulatedHost host);
}
