package dev.berth.events.log;

import dev.berth.events.model.Position;

/** A record of berth.decisions cannot be read as a decision, as where a newer program has written it. */
public final class UnreadableDecisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableDecisionException(Position at, String reason) {
        super("what is at " + at + " of " + Topics.DECISIONS.topic() + " cannot be read as a decision: " + reason);
    }
}
