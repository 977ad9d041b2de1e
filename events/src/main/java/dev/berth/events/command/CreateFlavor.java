package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.PciFlavor;

/**
 * Makes a PCI flavor.
 *
 * @param flavor its generation has no meaning here
 */
public record CreateFlavor(CommandId commandId, PciFlavor flavor) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.CREATE_FLAVOR;
    }
}
