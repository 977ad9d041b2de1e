package dev.berth.simulator.fleet;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;

/**
 * One host of a fleet.
 *
 * @param rack the aggregate that the root provider is in
 * @param providers the host's tree, parents before children; the first is the root
 */
public record SimulatedHost(AggregateId rack, ImmutableList<ReportedProvider> providers) {
    public ReportedProvider root() {
        return providers.get(0);
    }

    public ProviderId id() {
        return root().provider();
    }

    /** The host as its agent would report it; the rack is not an agent's to say. */
    public ReportHost report(CommandId commandId) {
        return new ReportHost(commandId, id(), providers);
    }
}
