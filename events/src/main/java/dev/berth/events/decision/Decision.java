package dev.berth.events.decision;

import dev.berth.events.command.CommandKind;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;

/**
 * The outcome of one command as it is recorded in berth.decisions, one for each command, refused ones too.
 *
 * @param position where the command stands in the log
 * @param rulesVersion the rules it was decided by
 */
public record Decision(
        Position position, CommandId commandId, CommandKind commandKind, int rulesVersion, Outcome outcome) {}
