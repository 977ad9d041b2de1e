package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.RegionStop;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was held over a span of time, as amount × time, found as a region's log is folded from the beginning. What a
 * consumer holds counts from the record that gives it, to the record that takes it: by the time of
 * {@link LogClock}, which never goes back. Keeps what is held now and one sum for each row. For one thread.
 */
public final class UsageOverTime {
    private final StepwiseFold fold;
    private final LogClock clock = new LogClock();
    private final long fromMs;
    private final long toMs;
    private final ImmutableList<Grouping> by;
    private final Map<UsageKey, Meter> meters = new TreeMap<>();

    /** What is held of one row, and what has come together. */
    private static final class Meter {
        private long amount;
        private long sinceMs;
        private BigInteger amountMs = BigInteger.ZERO;
    }

    /** Whose usage is put together in a row, beside the resource class. */
    public enum Grouping {
        PROJECT,
        USER,
        TYPE,
        CONSUMER;

        private String of(Consumer consumer) {
            return switch (this) {
                case PROJECT -> consumer.projectId();
                case USER -> consumer.userId();
                case TYPE -> consumer.type().map(Object::toString).orElse("");
                case CONSUMER -> consumer.id().toString();
            };
        }
    }

    /**
     * Such as 4 VCPU of a project over some hours.
     *
     * @param by in the order of the groupings; an empty text is a consumer without a type
     * @param amountMs amount × milliseconds, more than nothing
     */
    public record Row(ImmutableList<String> by, ResourceClass resourceClass, BigInteger amountMs) {}

    /**
     * @param fromMs milliseconds since the epoch
     * @param toMs likewise; what is held at that time itself does not count
     * @param by none puts everything of a class together
     */
    public UsageOverTime(Region region, long fromMs, long toMs, ImmutableList<Grouping> by) {
        if (toMs < fromMs) {
            throw new IllegalArgumentException("expected a span that ends after " + fromMs + " but got " + toMs);
        }
        this.fold = new StepwiseFold(region);
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.by = by;
    }

    /** Takes the region's next record. */
    public void take(LogEntry entry) {
        clock.take(entry);
        fold.take(
                entry,
                step -> step.touched().consumers().forEach(id -> {
                    Optional<Consumer> before = step.before().consumer(id);
                    Optional<Consumer> after = step.after().consumer(id);
                    if (!before.equals(after)) {
                        before.ifPresent(consumer -> change(consumer, -1));
                        after.ifPresent(consumer -> change(consumer, 1));
                    }
                }));
    }

    private void change(Consumer consumer, int sign) {
        ImmutableList<String> owner =
                by.stream().map(each -> each.of(consumer)).collect(ImmutableList.toImmutableList());
        for (Allocation each : consumer.allocations()) {
            UsageKey key = new UsageKey(owner, each.resourceClass());
            Meter meter = meters.computeIfAbsent(key, none -> new Meter());
            count(meter, clock.nowMs());
            meter.amount += sign * each.amount();
            if (meter.amount == 0 && meter.amountMs.signum() == 0) {
                meters.remove(key);
            }
        }
    }

    /** Adds what has come together since the meter was read last, as far as it is within the span. */
    private void count(Meter meter, long nowMs) {
        meter.amountMs = meter.amountMs.add(sum(meter, nowMs));
        meter.sinceMs = nowMs;
    }

    private BigInteger sum(Meter meter, long nowMs) {
        long begin = Math.max(meter.sinceMs, fromMs);
        long end = Math.min(nowMs, toMs);
        return meter.amount == 0 || end <= begin
                ? BigInteger.ZERO
                : BigInteger.valueOf(meter.amount).multiply(BigInteger.valueOf(end - begin));
    }

    /** Whether what comes next is behind the span, so that it changes nothing any more. */
    public boolean isPast() {
        return clock.nowMs() >= toMs;
    }

    /** The usage over the span, if nothing more happened in it; ordered by owner and class. */
    public ImmutableList<Row> rows() {
        ImmutableList.Builder<Row> rows = ImmutableList.builder();
        meters.forEach((key, meter) -> {
            BigInteger amountMs = meter.amountMs.add(sum(meter, toMs));
            if (amountMs.signum() > 0) {
                rows.add(new Row(key.by(), key.resourceClass(), amountMs));
            }
        });
        return rows.build();
    }

    /** Where the region has stopped, if it has: nothing behind that record is decided. */
    public Optional<RegionStop> stop() {
        return fold.stop();
    }

    /** The first record of the region; before it nothing was held. */
    public Optional<Position> first() {
        return clock.first();
    }

    /** The first record that is older than one before it, by the broker's clock. */
    public Optional<Position> stepBack() {
        return clock.stepBack();
    }
}
