package dev.berth.events.command;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import java.util.OptionalLong;

/**
 * Makes these the aggregates of a provider, all of them.
 *
 * @param expectedGeneration checked and advanced when given (API 1.19); neither when empty (before)
 */
public record ReplaceAggregates(
        CommandId commandId,
        ProviderId provider,
        OptionalLong expectedGeneration,
        ImmutableSortedSet<AggregateId> aggregates)
        implements Command {
    public ReplaceAggregates {
        Limits.requireAtMost(Limits.PROVIDER_AGGREGATES_MAX, aggregates.size(), "aggregates of a provider");
    }

    @Override
    public CommandKind kind() {
        return CommandKind.REPLACE_AGGREGATES;
    }
}
