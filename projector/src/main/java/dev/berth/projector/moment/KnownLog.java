package dev.berth.projector.moment;

import dev.berth.events.log.RegionLog;
import dev.berth.ledger.moment.Moment;

/**
 * A region's log from where it is known on: from its beginning, or where that was deleted, from the first moment that
 * is kept behind that.
 *
 * @param begin what was before the records
 * @param records all behind it, to where the log ends now
 */
public record KnownLog(Moment begin, RegionLog records) implements AutoCloseable {
    @Override
    public void close() {
        records.close();
    }
}
