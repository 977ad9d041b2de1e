package dev.berth.auditor;

import dev.berth.events.model.Position;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a region as its log has it at some place.
 *
 * @param fold the region once all of its records up to that place are taken
 */
public record StateAt(RegionFold fold) {
    public RegionView view() {
        return fold.view();
    }

    /** The last command that is in it; empty if there was none yet. */
    public Optional<Position> position() {
        return fold.view().recent().count() == 0
                ? Optional.empty()
                : Optional.of(fold.view().position());
    }

    /** Which state it is, in a few words. */
    public String text() {
        return position()
                .map(last -> "as after " + last + " of " + Instant.ofEpochMilli(last.timestampMs()))
                .orElse("empty: nothing had been decided yet");
    }
}
