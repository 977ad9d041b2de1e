package dev.berth.events.command;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import java.util.OptionalLong;

/**
 * Makes these the traits of a provider, all of them.
 *
 * @param expectedGeneration the generation that the writer has read; empty where the API does not ask for it
 */
public record ReplaceTraits(
        CommandId commandId, ProviderId provider, OptionalLong expectedGeneration, ImmutableSortedSet<Trait> traits)
        implements Command {
    public ReplaceTraits {
        Limits.requireAtMost(Limits.PROVIDER_TRAITS_MAX, traits.size(), "traits of a provider");
    }

    @Override
    public CommandKind kind() {
        return CommandKind.REPLACE_TRAITS;
    }
}
