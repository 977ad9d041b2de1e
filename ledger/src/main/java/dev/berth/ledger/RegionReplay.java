package dev.berth.ledger;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Position;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import dev.berth.ledger.state.Touched;
import io.vavr.collection.Queue;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link RegionFold} going on: decides record after record in one edit, so that no view is made, and no tree for
 * searches, until a fold is asked for. However often that is, it comes to the same. For one thread.
 */
public final class RegionReplay {
    /** With so many keys touched a view is made in any case, as an edit remembers them all. */
    private static final int TOUCHED_IN_AN_EDIT = 65_536;

    private final RuleBook rules;
    private RegionView view;
    private Optional<RegionStop> stop;
    private Queue<LogEntry> waiting;
    private TreeMap<Long, Queue<LogEntry.Readable>> skips;
    private TreeSet<Position> passed;
    private Position lastTaken;

    /** What was decided since the view; null if that is nothing. */
    private RegionEdit edit;

    private final List<Decision> decisions = new ArrayList<>();
    private final List<Position> released = new ArrayList<>();

    RegionReplay(RegionFold from) {
        rules = from.rules();
        view = from.view();
        stop = from.stop();
        waiting = from.waiting();
        skips = from.skips();
        passed = from.passed();
        lastTaken = from.lastTaken();
    }

    /** Takes the next record of the region's log, and gives what was decided by it, as {@link RegionFold#take} does. */
    public ImmutableList<Decision> take(LogEntry entry) {
        decisions.clear();
        released.clear();
        take(entry, Integer.MAX_VALUE);
        if (edit != null && edit.touched().size() >= TOUCHED_IN_AN_EDIT) {
            makeView();
        }
        return ImmutableList.copyOf(decisions);
    }

    /** The positions of records that were held until the last one was taken, as {@link RegionFold.Taken} has them. */
    public ImmutableList<Position> released() {
        return ImmutableList.copyOf(released);
    }

    /** Whether the record that was taken last is kept, as {@link RegionFold#holds} says. */
    public boolean holds(LogEntry newest) {
        return RegionFold.holds(newest, stop, waiting, passed);
    }

    /** How many commands the region has decided so far, each once. */
    public long decided() {
        return edit == null ? view.recent().count() : edit.recent().count();
    }

    /** The fold after all that was taken. */
    public RegionFold fold() {
        makeView();
        return new RegionFold(rules, view, stop, waiting, skips, passed, lastTaken);
    }

    /** All that was done, for a step alone. */
    RegionFold.Taken taken() {
        Touched touched = edit == null ? new Touched() : edit.touched();
        return new RegionFold.Taken(fold(), ImmutableList.copyOf(decisions), touched, ImmutableList.copyOf(released));
    }

    private void makeView() {
        if (edit != null) {
            view = edit.view();
            edit = null;
        }
    }

    void take(LogEntry entry, int portion) {
        if (entry.position().compareTo(lastTaken) <= 0) {
            return;
        }
        lastTaken = entry.position();
        if (stop.isEmpty() && waiting.isEmpty()) {
            apply(entry);
        } else {
            waiting = waiting.enqueue(entry);
            skips = RegionFold.withSkip(skips, entry);
            proceed(portion);
        }
    }

    void proceed(int portion) {
        int done = 0;
        while (done < portion && (stop.isPresent() ? pass() : applyNext())) {
            done++;
        }
    }

    void retry(int portion) {
        if (stop.isPresent()) {
            RegionStop before = stop.get();
            stop = Optional.empty();
            apply(before.entry());
            if (stop.isEmpty()) {
                released.add(before.position());
            }
            proceed(portion);
        }
    }

    /** Passes the record at which the region stands, if that is asked for by one that waits. */
    private boolean pass() {
        Position at = stop.orElseThrow().position();
        Queue<LogEntry.Readable> asked = skips.getOrElse(at.offset(), Queue.empty());
        if (asked.isEmpty()) {
            return false;
        }
        LogEntry.Readable skip = asked.head();
        decisions.add(Ledger.skip(begun(), skip));
        skips = RegionFold.withoutSkip(skips, at.offset());
        passed = passed.add(skip.position());
        released.add(at);
        released.add(skip.position());
        stop = Optional.empty();
        return true;
    }

    /** Applies the first waiting record, if there is one. */
    private boolean applyNext() {
        if (waiting.isEmpty()) {
            return false;
        }
        LogEntry next = waiting.head();
        waiting = waiting.tail();
        if (passed.contains(next.position())) {
            passed = passed.remove(next.position());
            return true;
        }
        if (next instanceof LogEntry.Readable readable && readable.command() instanceof SkipRecord skip) {
            skips = RegionFold.withoutSkip(skips, skip.offset());
        }
        apply(next);
        if (stop.isEmpty()) {
            released.add(next.position());
        }
        return true;
    }

    private void apply(LogEntry entry) {
        Optional<String> obstacle = obstacle(entry);
        if (obstacle.isPresent()) {
            stop = Optional.of(new RegionStop(entry, obstacle.get()));
            return;
        }
        try {
            decisions.add(Ledger.apply(rules, begun(), entry));
        } catch (RuntimeException bug) {
            // The edit is as it was. To go on with it would be a guess about a rule that has just broken.
            stop = Optional.of(new RegionStop(entry, "a rule of the ledger broke on it: " + bug));
        }
    }

    private RegionEdit begun() {
        edit = edit == null ? new RegionEdit(view) : edit;
        return edit;
    }

    /** Why this program cannot decide the record, if it cannot. */
    private Optional<String> obstacle(LogEntry entry) {
        if (entry instanceof LogEntry.Unreadable unreadable) {
            return Optional.of(unreadable.reason());
        }
        LedgerView now = edit == null ? view : edit;
        if (!rules.knows(now.rulesVersion())) {
            return Optional.of(unknownRules("the region is decided by", now.rulesVersion()));
        }
        if (entry instanceof LogEntry.Readable readable && readable.command() instanceof ActivateRules command) {
            if (command.closes()) {
                return Optional.of(RegionStop.CLOSED);
            }
            RulesVersion version = new RulesVersion(command.rulesVersion());
            return version.compareTo(rules.newest()) > 0
                    ? Optional.of(unknownRules("it activates", version))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private String unknownRules(String what, RulesVersion version) {
        return what + " version " + version + " of the rules, and this program knows none after " + rules.newest()
                + "; run a newer one";
    }
}
