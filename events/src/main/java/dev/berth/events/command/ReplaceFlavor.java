package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.PciFlavor;

/**
 * Makes a known PCI flavor another selection. What was claimed by it stays as it was meant then.
 *
 * @param flavor its generation has no meaning here
 * @param expectedGeneration the generation that the writer has read
 */
public record ReplaceFlavor(CommandId commandId, PciFlavor flavor, long expectedGeneration) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.REPLACE_FLAVOR;
    }
}
