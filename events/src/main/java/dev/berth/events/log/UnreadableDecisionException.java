package dev.berth.events.log;

import dev.berth.events.model.Position;
import dev.berth.events.model.UnreadableLogException;

/** A record of berth.decisions cannot be read as a decision, as where a newer program has written it. */
public final class UnreadableDecisionException extends UnreadableLogException {
    private static final long serialVersionUID = 1L;

    UnreadableDecisionException(Position at, String reason) {
        super("what is at " + at + " of " + Topics.DECISIONS.topic() + " cannot be read as a decision: " + reason);
    }
}
