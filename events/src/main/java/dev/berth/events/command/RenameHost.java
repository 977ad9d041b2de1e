package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;

/**
 * Gives the root provider of a host another name. The providers below it that its agent vouches for and that are named
 * after the host, as {@code host_...}, are named after the new name.
 */
public record RenameHost(CommandId commandId, ProviderId host, String name) implements Command {
    public RenameHost {
        if (name.isEmpty()) {
            throw new MalformedException("expected a name for host " + host + " but got an empty text");
        }
        Limits.requireText(Limits.PROVIDER_NAME_LENGTH_MAX, name, "the name of a provider");
    }

    @Override
    public CommandKind kind() {
        return CommandKind.RENAME_HOST;
    }
}
