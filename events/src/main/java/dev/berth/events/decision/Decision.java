package dev.berth.events.decision;

import dev.berth.events.command.CommandKind;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;

/**
 * The outcome of one command as it is recorded in berth.decisions, one for each command, refused ones too.
 *
 * @param position where the command stands in the log
 * @param rulesVersion the rules it was decided by
 * @param chain the head of the region's chain of decisions with this one in it
 */
public record Decision(
        Position position,
        CommandId commandId,
        CommandKind commandKind,
        int rulesVersion,
        Outcome outcome,
        Sha256 chain) {}
