package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Enrolment;

/**
 * Lets the agent of a host report, by the key and the user that stand here and by no others: another enrolment of the
 * same host takes the place of the one before.
 */
public record EnrolHost(CommandId commandId, Enrolment enrolment) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.ENROL_HOST;
    }
}
