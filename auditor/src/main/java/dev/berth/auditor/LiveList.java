package dev.berth.auditor;

import dev.berth.events.model.ConsumerId;
import java.time.Instant;

/**
 * What exists, put together from one list or several. Immutable once it is made.
 *
 * @param asOf when the oldest of the lists began to be made: who came later may be in none. Of a file only its last
 *     change is known, when the list was finished, so it began as much earlier as making it took
 */
public record LiveList(LiveIds ids, Instant asOf) {
    /** Whether the consumer exists. */
    public boolean has(ConsumerId id) {
        return ids.has(id);
    }

    /** The same list, if somebody knows better when it began to be made. */
    public LiveList asOf(Instant time) {
        return new LiveList(ids, time);
    }

    /** How many ids it has. */
    public int count() {
        return ids.count();
    }
}
