package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * Renames a provider and, if asked, gives it another place in the trees. Its generation does not change.
 *
 * @param parentChange empty leaves it where it is
 */
public record UpdateProvider(CommandId commandId, ProviderId provider, String name, Optional<ParentChange> parentChange)
        implements Command {
    public UpdateProvider {
        Limits.requireText(Limits.PROVIDER_NAME_LENGTH_MAX, name, "the name of a provider");
    }

    @Override
    public CommandKind kind() {
        return CommandKind.UPDATE_PROVIDER;
    }
}
