package dev.berth.ledger.history;

import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Folds a region's log so that each decision is seen with the view that it was made in, also of those that had waited
 * behind a record at which the region stood. For one thread.
 */
final class StepwiseFold {
    /** What was read and is not decided yet: the newest record, and while the region stands those behind it. */
    private final TreeMap<Position, LogEntry> undecided = new TreeMap<>();

    private RegionFold fold;

    /** One decision, with the record that it is of and the views before and after it. */
    record Step(LogEntry entry, Decision decision, RegionView before, RegionView after, Touched touched) {
        /** Who sent the command, as far as its record says so. */
        Optional<Origin> origin() {
            return entry instanceof LogEntry.Readable readable ? readable.sent().origin() : Optional.empty();
        }

        /** Why it was sent, where its sender has said so. */
        Optional<String> reason() {
            return CommandReason.of(entry);
        }
    }

    StepwiseFold(Region region) {
        this(RegionFold.of(RegionView.empty(region)));
    }

    /** @param begin the region where reading begins */
    StepwiseFold(RegionFold begin) {
        fold = begin;
        begin.stop().ifPresent(at -> undecided.put(at.position(), at.entry()));
        begin.waiting().forEach(entry -> undecided.put(entry.position(), entry));
    }

    void take(LogEntry entry, Consumer<Step> steps) {
        undecided.put(entry.position(), entry);
        keep(fold.take(entry, 0), steps);
        while (fold.isBehind()) {
            keep(fold.proceed(1), steps);
        }
        if (fold.stop().isEmpty()) {
            undecided.clear();
        }
    }

    private void keep(RegionFold.Taken taken, Consumer<Step> steps) {
        RegionView before = fold.view();
        fold = taken.after();
        for (Decision decision : taken.decisions()) {
            LogEntry entry = undecided.remove(decision.position());
            steps.accept(new Step(entry, decision, before, fold.view(), taken.touched()));
        }
    }

    /** Where the region stands, if it does. */
    Optional<RegionStop> stop() {
        return fold.stop();
    }

    RegionView view() {
        return fold.view();
    }
}
