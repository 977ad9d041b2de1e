package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Optional;

/**
 * What happened to one subject, told record by record as its region's log is folded from the beginning: what its
 * fields were and are, and what was tried and refused. A command that left all as it was is not told. For one thread.
 */
public final class RegionHistory {
    private final Subject subject;
    private final StepwiseFold fold;

    public RegionHistory(Region region, Subject subject) {
        this(RegionFold.of(RegionView.empty(region)), subject);
    }

    /** The history from a place on, at which the region was so. */
    public RegionHistory(RegionFold begin, Subject subject) {
        this.subject = subject;
        this.fold = new StepwiseFold(begin);
    }

    /**
     * Takes the region's next record.
     *
     * @return what was decided then about the subject, in the order in which it was decided
     */
    public ImmutableList<HistoryEntry> take(LogEntry entry) {
        ImmutableList.Builder<HistoryEntry> told = ImmutableList.builder();
        fold.take(entry, step -> tell(step).ifPresent(told::add));
        return told.build();
    }

    /** Where the region stands now, if it does: nothing behind that record is decided. */
    public Optional<RegionStop> stop() {
        return fold.stop();
    }

    private Optional<HistoryEntry> tell(StepwiseFold.Step step) {
        boolean isRefused = step.decision().outcome().refusal().isPresent();
        if (isRefused) {
            return isMeant(step) ? Optional.of(entry(step, ImmutableList.of())) : Optional.empty();
        }
        ImmutableList<FieldChange> changes =
                FieldValues.changes(values(step.before(), step.touched()), values(step.after(), step.touched()));
        return changes.isEmpty() ? Optional.empty() : Optional.of(entry(step, changes));
    }

    private FieldValues values(RegionView view, Touched touched) {
        FieldValues values = new FieldValues();
        subject.portray(view, touched, values);
        return values;
    }

    private boolean isMeant(StepwiseFold.Step step) {
        return step.entry() instanceof LogEntry.Readable readable
                && subject.isMeantBy(readable.command(), step.before());
    }

    private static HistoryEntry entry(StepwiseFold.Step step, ImmutableList<FieldChange> changes) {
        Decision decision = step.decision();
        return new HistoryEntry(
                decision.position(),
                decision.commandKind(),
                decision.commandId(),
                step.origin(),
                step.reason(),
                decision.outcome().refusal(),
                changes);
    }
}
