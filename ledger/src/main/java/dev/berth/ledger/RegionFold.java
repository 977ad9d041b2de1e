package dev.berth.ledger;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.Envelope;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.RecordSkipped;
import dev.berth.events.model.Position;
import io.vavr.collection.Queue;
import java.util.Optional;

/**
 * The fold of one region's log, record by record, as projector and auditor both do it. A record that cannot be applied stops the
 * region, and only it: nothing is decided behind it until a SkipRecord for it arrives, then everything that waited is decided in its
 * order. Immutable.
 *
 * @param view what is so now
 * @param stop the record at which the region stands, if it stands
 * @param waiting what came behind that record, in the order of the log
 */
public record RegionFold(RegionView view, Optional<RegionStop> stop, Queue<LogEntry> waiting) {
    /** The fold after a record, and what was decided by it: nothing, one command, or all that had waited. */
    public record Taken(RegionFold after, ImmutableList<Decision> decisions) {}

    public static RegionFold of(RegionView view) {
        return new RegionFold(view, Optional.empty(), Queue.empty());
    }

    /** The last record that was taken, decided or not. */
    public Position lastTaken() {
        Position decided = stop.map(RegionStop::position)
                .filter(at -> at.compareTo(view.position()) > 0)
                .orElse(view.position());
        return waiting.isEmpty() ? decided : waiting.last().position();
    }

    /** Takes the next record of the region's log. One that was taken before changes nothing, so the log may be read again. */
    public Taken take(LogEntry entry) {
        if (entry.position().compareTo(lastTaken()) <= 0) {
            return new Taken(this, ImmutableList.of());
        }
        Run run = new Run();
        if (stop.isEmpty()) {
            run.apply(entry);
        } else {
            run.waiting = run.waiting.enqueue(entry);
            run.resume();
        }
        return new Taken(new RegionFold(run.view, run.stop, run.waiting), run.decisions.build());
    }

    /** The working variables of one {@link #take}. */
    private final class Run {
        private RegionView view = RegionFold.this.view;
        private Optional<RegionStop> stop = RegionFold.this.stop;
        private Queue<LogEntry> waiting = RegionFold.this.waiting;
        private final ImmutableList.Builder<Decision> decisions = ImmutableList.builder();

        /** Passes the record at which the region stands if that is asked for, and goes on as far as possible. */
        void resume() {
            Optional<LogEntry> skip = skip();
            while (skip.isPresent()) {
                waiting = waiting.remove(skip.get());
                pass((LogEntry.Readable) skip.get());
                while (stop.isEmpty() && !waiting.isEmpty()) {
                    LogEntry next = waiting.head();
                    waiting = waiting.tail();
                    apply(next);
                }
                skip = skip();
            }
        }

        /** The waiting command that passes the record at which the region stands, if there is one. */
        private Optional<LogEntry> skip() {
            return stop.flatMap(at -> waiting.find(entry -> entry instanceof LogEntry.Readable readable
                            && readable.command() instanceof SkipRecord command
                            && command.offset() == at.position().offset())
                    .toJavaOptional());
        }

        private void pass(LogEntry.Readable skip) {
            SkipRecord command = (SkipRecord) skip.command();
            decisions.add(new Decision(
                    skip.position(),
                    command.commandId(),
                    command.kind(),
                    view.rulesVersion(),
                    Outcome.accepted(new RecordSkipped(command.offset()))));
            view = view.decidedAt(skip.position(), command.commandId());
            stop = Optional.empty();
        }

        void apply(LogEntry entry) {
            if (entry instanceof LogEntry.Readable readable) {
                apply(readable.position(), readable.envelope());
            } else {
                stopAt(entry.position(), ((LogEntry.Unreadable) entry).reason());
            }
        }

        private void apply(Position position, Envelope envelope) {
            try {
                Ledger.Step step = Ledger.apply(view, position, envelope);
                decisions.add(step.decision());
                view = step.after();
            } catch (RuntimeException bug) {
                // The view is as it was. To go on with it would be a guess about a rule that has just broken.
                stopAt(position, envelope.command().kind() + " broke a rule of the ledger: " + bug);
            }
        }

        private void stopAt(Position position, String reason) {
            stop = Optional.of(new RegionStop(position, reason));
        }
    }
}
