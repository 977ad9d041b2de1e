package dev.berth.ledger.whatif;

import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import io.vavr.collection.Queue;

/**
 * A region as it would be after commands that nobody has sent: decided one after the other by the rules that decide the
 * log, each behind the last record that was taken. The region that it begins with stays as it is. Immutable.
 *
 * @param base the region that it begins with
 * @param view what would be so after all of the commands
 * @param tried the commands, in order
 */
public record Hypothesis(RegionView base, RegionView view, Queue<Tried> tried) {
    /**
     * One command of it.
     *
     * @param before the region in which it was decided
     * @param touched what it changed
     */
    public record Tried(Command command, Decision decision, RegionView before, Touched touched) {}

    /** A hypothesis without commands. */
    public static Hypothesis of(RegionView base) {
        return new Hypothesis(base, base, Queue.empty());
    }

    /**
     * This with one more command. A refused one changes nothing.
     *
     * @param nowMs when it would be appended, milliseconds since the epoch; not before what was taken last, as in a log
     * @throws IllegalStateException if a rule breaks on the command, at which a region would stop
     */
    public Hypothesis with(Command command, long nowMs) {
        RegionFold.Taken taken =
                RegionFold.of(view).take(new LogEntry.Readable(view.nextPosition(nowMs), command, Sha256.NONE));
        if (taken.decisions().size() != 1) {
            throw new IllegalStateException("expected one decision of " + command.kind() + " but got "
                    + taken.decisions().size() + ": " + taken.after().stop());
        }
        Tried last = new Tried(command, taken.decisions().get(0), view, taken.touched());
        return new Hypothesis(base, taken.after().view(), tried.enqueue(last));
    }

    /** What the last of the commands would come to. */
    public Decision decision() {
        return tried.last().decision();
    }

    /** Everything that the commands changed; a key may be in it though its value is as before. */
    Touched touched() {
        Touched all = new Touched();
        tried.forEach(each -> all.addAll(each.touched()));
        return all;
    }
}
