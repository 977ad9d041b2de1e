package dev.berth.ledger;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Position;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import io.vavr.collection.Queue;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.Optional;

/**
 * The fold of one region's log, record by record, as projector and auditor both do it. A record that cannot be applied
 * stops the region, and only it: nothing is decided behind it until a SkipRecord for it arrives, then everything that
 * waited is decided in its order. That may be done in portions, and comes to the same. Immutable.
 *
 * @param rules the versions of the rules that the folding program knows
 * @param view what is so now
 * @param stop the record at which the region has stopped, if it has
 * @param waiting what came behind that record, in the order of the log; what has waited and is not decided yet once it
 *     is passed
 * @param skips the SkipRecords among those that wait, by the offset that they pass
 * @param passed the SkipRecords among those that wait that have done their work, and so are decided already
 * @param lastTaken the last record that was taken, decided or not
 */
public record RegionFold(
        RuleBook rules,
        RegionView view,
        Optional<RegionStop> stop,
        Queue<LogEntry> waiting,
        TreeMap<Long, Queue<LogEntry.Readable>> skips,
        TreeSet<Position> passed,
        Position lastTaken) {
    /**
     * The result of one step.
     *
     * @param decisions what was decided by it: nothing, one command, or some that had waited
     * @param touched what that changed
     * @param released the positions of records that were held and are no longer
     */
    public record Taken(
            RegionFold after, ImmutableList<Decision> decisions, Touched touched, ImmutableList<Position> released) {}

    public static RegionFold of(RegionView view) {
        return of(view, Optional.empty(), Queue.empty());
    }

    /** A fold as it was kept somewhere, by the rules that this program knows. */
    public static RegionFold of(RegionView view, Optional<RegionStop> stop, Queue<LogEntry> waiting) {
        Position last = view.position();
        last = stop.isPresent() ? later(last, stop.get().position()) : last;
        last = waiting.isEmpty() ? last : later(last, waiting.last().position());
        return new RegionFold(
                RuleBook.STANDARD,
                view,
                stop,
                waiting,
                waiting.foldLeft(TreeMap.empty(), RegionFold::withSkip),
                TreeSet.empty(),
                last);
    }

    /** This fold, with what waits as it is, once commands up to the view's position are in it. */
    public RegionFold with(RegionView later) {
        return new RegionFold(rules, later, stop, waiting, skips, passed, later(lastTaken, later.position()));
    }

    private static Position later(Position one, Position other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** This fold by a program that knows other versions of the rules. */
    RegionFold knowing(RuleBook others) {
        return new RegionFold(others, view, stop, waiting, skips, passed, lastTaken);
    }

    /** Whether something has waited that {@link #proceed} can decide now. */
    public boolean isBehind() {
        return !waiting.isEmpty()
                && (stop.isEmpty() || skips.containsKey(stop.get().position().offset()));
    }

    /** Whether the record that was taken last is kept: the region stops at it, or it waits. */
    public boolean holds(LogEntry newest) {
        return holds(newest, stop, waiting, passed);
    }

    static boolean holds(
            LogEntry newest, Optional<RegionStop> stop, Queue<LogEntry> waiting, TreeSet<Position> passed) {
        return stop.filter(at -> at.entry().equals(newest)).isPresent()
                || !waiting.isEmpty() && waiting.last().equals(newest) && !passed.contains(newest.position());
    }

    /** Takes the next record of the region's log, and decides all that can be decided then. */
    public Taken take(LogEntry entry) {
        return take(entry, Integer.MAX_VALUE);
    }

    /**
     * Takes the next record of the region's log. One that was taken before changes nothing, so the log may be read
     * again.
     *
     * @param portion how many of those that have waited are decided with it at most; the others are {@link #proceed}'s
     */
    public Taken take(LogEntry entry, int portion) {
        RegionReplay replay = replay();
        replay.take(entry, portion);
        return replay.taken();
    }

    /** Decides up to this many waiting commands, unless the region has stopped. */
    public Taken proceed(int portion) {
        RegionReplay replay = replay();
        replay.proceed(portion);
        return replay.taken();
    }

    /**
     * Tries the record at which the region stands once more, and goes on behind it if it can be applied now: for a
     * program that knows more than the one that stopped there.
     */
    public Taken retry(int portion) {
        RegionReplay replay = replay();
        replay.retry(portion);
        return replay.taken();
    }

    /** This fold going on by many records, without a view after each. */
    public RegionReplay replay() {
        return new RegionReplay(this);
    }

    static TreeMap<Long, Queue<LogEntry.Readable>> withSkip(
            TreeMap<Long, Queue<LogEntry.Readable>> skips, LogEntry entry) {
        if (entry instanceof LogEntry.Readable readable && readable.command() instanceof SkipRecord skip) {
            return skips.put(
                    skip.offset(), skips.getOrElse(skip.offset(), Queue.empty()).enqueue(readable));
        }
        return skips;
    }

    /** The skips without the first one for the offset. */
    static TreeMap<Long, Queue<LogEntry.Readable>> withoutSkip(
            TreeMap<Long, Queue<LogEntry.Readable>> skips, long offset) {
        Queue<LogEntry.Readable> rest = skips.getOrElse(offset, Queue.empty()).tail();
        return rest.isEmpty() ? skips.remove(offset) : skips.put(offset, rest);
    }
}
