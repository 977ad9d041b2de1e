package dev.berth.projector;

import dev.berth.events.model.Position;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;

/**
 * What a region has come to, and how old that may be.
 *
 * @param staleness how long ago it held all that was acknowledged; zero for the owner's view
 */
public record DatedSnapshot(RegionSnapshot snapshot, Duration staleness) {
    /** Whether what was decided at the position is in it. */
    public boolean shows(Position position) {
        Position shown = snapshot.view().position();
        return shown.partition() == position.partition() && shown.offset() >= position.offset();
    }
}
