package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who holds what in a region, and since when: found as its log is folded from the beginning. Keeps one entry for each
 * consumer that holds something. For one thread.
 */
public final class HeldConsumers {
    private final StepwiseFold fold;
    private final LogClock clock = new LogClock();
    private final Map<ConsumerId, LastChange> changes = new TreeMap<>();

    private record LastChange(Position position, long atMs, CommandKind commandKind, Optional<Origin> origin) {}

    public HeldConsumers(Region region) {
        this.fold = new StepwiseFold(region);
    }

    /** Takes the region's next record. */
    public void take(LogEntry entry) {
        clock.take(entry);
        fold.take(entry, step -> step.touched().consumers().forEach(id -> note(id, step)));
    }

    private void note(ConsumerId id, StepwiseFold.Step step) {
        Optional<Consumer> after = step.after().consumer(id);
        if (after.isEmpty()) {
            changes.remove(id);
        } else if (!after.map(Consumer::generation)
                .equals(step.before().consumer(id).map(Consumer::generation))) {
            // The generation stays when a class that is held gets another name: nobody was given anything by that.
            changes.put(
                    id,
                    new LastChange(
                            step.decision().position(),
                            clock.nowMs(),
                            step.decision().commandKind(),
                            step.origin()));
        }
    }

    /** Where the region has stopped, if it has: nothing behind that record is decided. */
    public Optional<RegionStop> stop() {
        return fold.stop();
    }

    /** All who hold something now, ordered by id. */
    public ImmutableList<HeldConsumer> all() {
        ImmutableList.Builder<HeldConsumer> all = ImmutableList.builder();
        changes.forEach((id, change) -> all.add(new HeldConsumer(
                fold.view().consumer(id).orElseThrow(),
                Holding.of(fold.view(), id),
                change.position(),
                change.atMs(),
                change.commandKind(),
                change.origin())));
        return all.build();
    }
}
