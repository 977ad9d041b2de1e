package dev.berth.ledger.moment;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;

/**
 * A region as it was once a part of its log had been taken. Immutable, and almost all of it is shared with the moments
 * before and after it, so one can be kept for nearly nothing, and a command that is only supposed can be given to
 * {@link RegionFold#take} without a trace.
 *
 * @param through the last offset of the region's partition up to which all that the region has is in the fold; -1 at
 *     the beginning of the log
 * @param fold what had come of it; where the region had stopped, the view is that before the stop
 */
public record Moment(long through, RegionFold fold) {
    /** Before anything was appended. */
    public static final long BEGINNING = -1;

    /** A region to which nothing has been written yet. */
    public static Moment beginning(LogId log, Region region) {
        return new Moment(BEGINNING, RegionFold.of(RegionView.empty(log, region)));
    }

    /** A fold as it is kept: up to the last record that it took. */
    public static Moment of(RegionFold fold) {
        return new Moment(fold.lastTaken().offset(), fold);
    }

    public Region region() {
        return view().region();
    }

    public RegionView view() {
        return fold.view();
    }

    /** How many commands the region had decided, each once. */
    public long decided() {
        return view().recent().count();
    }

    /** Whether the region went on: it had not stopped at a record, and none waited. */
    public boolean isGoingOn() {
        return fold.stop().isEmpty() && fold.waiting().isEmpty();
    }

    /** The moment after the next record of the region. */
    public Moment take(LogEntry next) {
        return new Moment(next.position().offset(), fold.take(next).after());
    }

    /** The moment after records of other regions alone, up to an offset. */
    public Moment through(long offset) {
        return new Moment(offset, fold);
    }
}
