package dev.berth.auditor.proof;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.state.RegionView;

/**
 * The head of a region's chain of decisions as it was at one moment.
 *
 * @param position of the newest command that is decided, with its time
 * @param decided how many commands the region had decided by then, repeated ones not counted
 * @param chain covers every decision up to there, and the record of each
 */
public record SavedHead(Region region, Position position, long decided, Sha256 chain) {
    /** The head of a region as it is in a view, in which something was decided. */
    public static SavedHead of(RegionView view) {
        return new SavedHead(
                view.region(),
                view.position(),
                view.recent().count(),
                view.chain().head());
    }
}
