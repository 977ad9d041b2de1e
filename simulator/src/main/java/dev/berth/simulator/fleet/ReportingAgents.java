package dev.berth.simulator.fleet;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.Command;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.model.CommandId;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Publishes hosts as their compute agents would, by commands to the log, and puts each into its rack's aggregate. */
public final class ReportingAgents implements FleetTarget {
    private final Function<Command, ? extends CompletionStage<?>> sender;

    /**
     * The sender's stages complete when the command is safely in the log, and commands keep the order they were sent
     * in.
     */
    public ReportingAgents(Function<Command, ? extends CompletionStage<?>> sender) {
        this.sender = sender;
    }

    @Override
    public CompletionStage<Void> publish(SimulatedHost host) {
        CompletionStage<?> reported = sender.apply(host.report(newCommandId()));
        ReplaceAggregates intoRack = new ReplaceAggregates(
                newCommandId(), host.id(), OptionalLong.empty(), ImmutableSortedSet.of(host.rack()));
        return reported.thenCombine(sender.apply(intoRack), (report, aggregates) -> null);
    }

    private static CommandId newCommandId() {
        return new CommandId(UUID.randomUUID());
    }
}
