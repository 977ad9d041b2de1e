package dev.berth.ledger;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Position;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import dev.berth.ledger.state.Touched;
import io.vavr.collection.Queue;
import java.util.Optional;

/**
 * The fold of one region's log, record by record, as projector and auditor both do it. A record that cannot be applied stops the
 * region, and only it: nothing is decided behind it until a SkipRecord for it arrives, then everything that waited is decided in its
 * order. Immutable.
 *
 * @param rules the versions of the rules that the folding program knows
 * @param view what is so now
 * @param stop the record at which the region stands, if it stands
 * @param waiting what came behind that record, in the order of the log
 */
public record RegionFold(RuleBook rules, RegionView view, Optional<RegionStop> stop, Queue<LogEntry> waiting) {
    /** The fold after a record, what was decided by it (nothing, one command, or all that had waited), and what that changed. */
    public record Taken(RegionFold after, ImmutableList<Decision> decisions, Touched touched) {}

    public static RegionFold of(RegionView view) {
        return of(view, Optional.empty(), Queue.empty());
    }

    /** A fold as it was kept somewhere, by the rules that this program knows. */
    public static RegionFold of(RegionView view, Optional<RegionStop> stop, Queue<LogEntry> waiting) {
        return new RegionFold(RuleBook.STANDARD, view, stop, waiting);
    }

    /** The last record that was taken, decided or not; one that was decided may stand behind those that wait. */
    public Position lastTaken() {
        // A skip is decided before what it lets go on, so the view may be ahead of what waits behind the next stop.
        Position last = stop.map(at -> later(at.position(), view.position())).orElse(view.position());
        return waiting.isEmpty() ? last : later(last, waiting.last().position());
    }

    private static Position later(Position one, Position other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Takes the next record of the region's log. One that was taken before changes nothing, so the log may be read again. */
    public Taken take(LogEntry entry) {
        if (entry.position().compareTo(lastTaken()) <= 0) {
            return new Taken(this, ImmutableList.of(), new Touched());
        }
        Run run = new Run();
        if (stop.isEmpty()) {
            run.apply(entry);
        } else {
            run.waiting = run.waiting.enqueue(entry);
            // Those that wait already were looked at when they came.
            if (passes(entry, stop.get())) {
                run.resume();
            }
        }
        return run.taken();
    }

    /**
     * Tries the record at which the region stands once more, and goes on behind it if it can be applied now: for a program that knows
     * more than the one that stopped there.
     */
    public Taken retry() {
        Run run = new Run();
        if (stop.isPresent()) {
            run.stop = Optional.empty();
            run.apply(stop.get().entry());
            run.drain();
            run.resume();
        }
        return run.taken();
    }

    /** Whether the record says to leave out the one at which the region stands. */
    private static boolean passes(LogEntry entry, RegionStop stop) {
        return entry instanceof LogEntry.Readable readable
                && readable.command() instanceof SkipRecord command
                && command.offset() == stop.position().offset();
    }

    /** The working variables of one step. */
    private final class Run {
        private RegionView view = RegionFold.this.view;
        private Optional<RegionStop> stop = RegionFold.this.stop;
        private Queue<LogEntry> waiting = RegionFold.this.waiting;
        private final ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
        private final Touched touched = new Touched();

        Taken taken() {
            return new Taken(new RegionFold(rules, view, stop, waiting), decisions.build(), touched);
        }

        /** Passes the record at which the region stands if that is asked for, and goes on as far as possible. */
        void resume() {
            Optional<LogEntry.Readable> skip = skip();
            while (skip.isPresent()) {
                waiting = waiting.remove(skip.get());
                keep(Ledger.skip(view, skip.get()));
                stop = Optional.empty();
                drain();
                skip = skip();
            }
        }

        void drain() {
            while (stop.isEmpty() && !waiting.isEmpty()) {
                LogEntry next = waiting.head();
                waiting = waiting.tail();
                apply(next);
            }
        }

        /** The waiting command that passes the record at which the region stands, if there is one. */
        private Optional<LogEntry.Readable> skip() {
            return stop.flatMap(at -> waiting.find(entry -> passes(entry, at))
                    .map(LogEntry.Readable.class::cast)
                    .toJavaOptional());
        }

        void apply(LogEntry entry) {
            Optional<String> obstacle = obstacle(entry);
            if (obstacle.isPresent()) {
                stop = Optional.of(new RegionStop(entry, obstacle.get()));
                return;
            }
            try {
                keep(Ledger.apply(rules, view, entry));
            } catch (RuntimeException bug) {
                // The view is as it was. To go on with it would be a guess about a rule that has just broken.
                stop = Optional.of(new RegionStop(entry, "a rule of the ledger broke on it: " + bug));
            }
        }

        /** Why this program cannot decide the record, if it cannot. */
        private Optional<String> obstacle(LogEntry entry) {
            if (entry instanceof LogEntry.Unreadable unreadable) {
                return Optional.of(unreadable.reason());
            }
            if (!rules.knows(view.rulesVersion())) {
                return Optional.of(unknownRules("the region is decided by", view.rulesVersion()));
            }
            if (entry instanceof LogEntry.Readable readable && readable.command() instanceof ActivateRules command) {
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

        private void keep(Ledger.Step step) {
            decisions.add(step.decision());
            touched.addAll(step.touched());
            view = step.after();
        }
    }
}
