package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * Creates a provider, under a parent or as the root of a tree of its own.
 *
 * @param name what people call it; unique in the region
 * @param parent empty for a root
 */
public record CreateProvider(CommandId commandId, ProviderId provider, String name, Optional<ProviderId> parent)
        implements Command {
    public CreateProvider {
        Limits.requireText(Limits.PROVIDER_NAME_LENGTH_MAX, name, "the name of a provider");
    }

    @Override
    public CommandKind kind() {
        return CommandKind.CREATE_PROVIDER;
    }
}
