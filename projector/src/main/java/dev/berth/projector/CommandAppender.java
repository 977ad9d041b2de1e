package dev.berth.projector;

import dev.berth.events.command.Sent;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.concurrent.CompletionStage;

/** Appends commands to the log, as {@link dev.berth.events.log.CommandPublisher} does. Any thread. */
interface CommandAppender {
    /**
     * Completes with the command's position; with {@link dev.berth.events.log.NotAppendedException} if nothing was
     * appended and nothing will be, and with another failure if that is not known.
     */
    CompletionStage<Position> append(Region region, Sent sent);
}
