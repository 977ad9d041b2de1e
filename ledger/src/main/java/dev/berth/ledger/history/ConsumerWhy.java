package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds, as a region's log is folded from the beginning, the command that gave a consumer what it has now, and the
 * state that it was decided in. For one thread.
 */
public final class ConsumerWhy {
    private final ConsumerId consumer;
    private final StepwiseFold fold;

    /** The last that changed what the consumer has; a view is kept with it, which shares most with all later ones. */
    private Optional<StepwiseFold.Step> last = Optional.empty();

    public ConsumerWhy(Region region, ConsumerId consumer) {
        this(RegionFold.of(RegionView.empty(region)), consumer);
    }

    /** What happened from a place on, at which the region was so. */
    public ConsumerWhy(RegionFold begin, ConsumerId consumer) {
        this.consumer = consumer;
        this.fold = new StepwiseFold(begin);
    }

    /** Takes the region's next record. */
    public void take(LogEntry entry) {
        take(entry, change -> {});
    }

    /**
     * Takes the region's next record.
     *
     * @param change given each command that changed what the consumer has; the answer is of that command then
     */
    public void take(LogEntry entry, Consumer<Position> change) {
        fold.take(entry, step -> {
            if (mayHaveChanged(step.touched())
                    && !Holding.of(step.before(), consumer).equals(Holding.of(step.after(), consumer))) {
                last = Optional.of(step);
                change.accept(step.decision().position());
            }
        });
    }

    /** Where the region stands now, if it does: nothing behind that record is decided. */
    public Optional<RegionStop> stop() {
        return fold.stop();
    }

    private boolean mayHaveChanged(Touched touched) {
        return touched.consumers().contains(consumer) || !touched.devices().isEmpty();
    }

    /**
     * What was found so far; empty if the consumer never had anything.
     *
     * @param limit how many alternatives are told at most, 1 to {@link Alternatives#MOST}
     */
    public Optional<Why> answer(int limit) {
        return last.map(step -> answer(step, limit));
    }

    private Why answer(StepwiseFold.Step step, int limit) {
        Holding has = Holding.of(step.after(), consumer);
        boolean isClaim = step.decision().commandKind() == CommandKind.CLAIM_ALLOCATIONS;
        Position before = step.before().position();
        Alternatives alternatives =
                isClaim ? Alternatives.of(step.before(), has.allocations(), limit) : Alternatives.NONE;
        return new Why(
                consumer,
                step.decision().position(),
                step.decision().commandKind(),
                step.decision().commandId(),
                step.origin(),
                step.reason(),
                Optional.of(before).filter(position -> !position.equals(Position.NONE)),
                has,
                Holding.of(step.before(), consumer),
                others(step),
                (int) step.touched().consumers().stream()
                        .filter(each -> !each.equals(consumer))
                        .count(),
                alternatives,
                freeDevices(step, has));
    }

    private ImmutableList<Why.Other> others(StepwiseFold.Step step) {
        return step.touched().consumers().stream()
                .filter(each -> !each.equals(consumer))
                .limit(Why.OTHERS_MAX)
                .map(each -> new Why.Other(each, Holding.of(step.before(), each), Holding.of(step.after(), each)))
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableSortedMap<ProviderId, Long> freeDevices(StepwiseFold.Step step, Holding has) {
        ImmutableSortedMap.Builder<ProviderId, Long> free = ImmutableSortedMap.naturalOrder();
        has.devices().stream()
                .map(Holding.Device::host)
                .distinct()
                .forEach(host -> free.put(
                        host,
                        step.before().devices().of(host).devices().stream()
                                .filter(TrackedDevice::isAvailable)
                                .count()));
        return free.build();
    }
}
