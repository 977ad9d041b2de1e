package dev.berth.events.log;

import dev.berth.events.model.Region;
import dev.berth.events.model.UnreadableLogException;

/** What stood at the beginning of a partition of the log was deleted, so what followed from it cannot be told. */
public final class LogCutException extends UnreadableLogException {
    private static final long serialVersionUID = 1L;

    LogCutException(Region region, int partition, long begin) {
        super("the log of region " + region + " begins at " + partition + "@" + begin
                + "; the records before that were deleted, and without them or a checkpoint of them it cannot be said"
                + " what followed");
    }
}
