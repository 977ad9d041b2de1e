package dev.berth.cli.service;

import dev.berth.api.command.NewRegions;
import dev.berth.api.policy.Policy;
import java.util.function.Supplier;

/**
 * Who may do what in a service.
 *
 * @param policy what is in force now
 * @param newRegions who makes regions
 * @param watch ends the look for changes of the policy's file
 */
public record Access(Supplier<Policy> policy, NewRegions newRegions, Runnable watch) implements AutoCloseable {
    @Override
    public void close() {
        watch.run();
    }
}
