package dev.berth.projector;

import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import java.util.concurrent.CompletionStage;

/** Where commands go and decisions come back from. Any thread may submit. */
public interface CommandLog {
    /**
     * Appends the command to its region's log. Completes when it is decided, refused ones too; the region's view holds it by then.
     * Completes with {@link LogUnavailableException} if it is not known whether or when it will be decided.
     */
    CompletionStage<Decision> submit(Region region, Command command);
}
