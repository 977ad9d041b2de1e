package dev.berth.projector;

import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import java.util.concurrent.CompletionStage;

/** Where commands go and decisions come back from. Any thread may submit. */
public interface CommandLog {
    /**
     * Appends the command to its region's log. Completes when it is decided, refused ones too; the region's view holds
     * it by then. One whose id is under way here already is not appended again: the stage is that of the first. Nor is
     * one with an idempotency key whose id the view knows as decided: it is refused as a duplicate at once, as the
     * ledger would refuse it. Completes with {@link LogUnavailableException} if no decision was heard of; that says
     * whether there may be one yet.
     */
    CompletionStage<Decision> submit(Region region, Sent sent);

    /** Submits a command alone. */
    default CompletionStage<Decision> submit(Region region, Command command) {
        return submit(region, Sent.of(command));
    }
}
