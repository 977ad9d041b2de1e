package dev.berth.resource.integer;

import dev.berth.events.model.InventoryRecord;
import dev.berth.resource.Amount;
import dev.berth.resource.Consumption;
import dev.berth.resource.Inventory;
import dev.berth.resource.Objection;
import dev.berth.resource.Objection.Reason;
import java.util.Optional;

/**
 * A counted stock and how much of it is used. {@code used} may exceed the capacity after the capacity was lowered: then
 * nothing more can be taken, and all of it can be given back.
 */
public record IntegerInventory(
        long total, long reserved, long minUnit, long maxUnit, long stepSize, double allocationRatio, long used)
        implements Inventory {
    public IntegerInventory {
        if (total < 0 || reserved < 0 || used < 0) {
            throw new IllegalArgumentException("expected no negative numbers but got total " + total + ", reserved "
                    + reserved + ", used " + used);
        }
        if (minUnit < 1 || maxUnit < 1 || stepSize < 1) {
            throw new IllegalArgumentException("expected units of 1 or more but got min_unit " + minUnit + ", max_unit "
                    + maxUnit + ", step_size " + stepSize);
        }
        if (!Double.isFinite(allocationRatio) || allocationRatio < 0) {
            throw new IllegalArgumentException("expected a finite allocation ratio of 0 or more");
        }
    }

    public static IntegerInventory of(InventoryRecord record, long used) {
        return new IntegerInventory(
                record.total(),
                record.reserved(),
                record.minUnit(),
                record.maxUnit(),
                record.stepSize(),
                record.allocationRatio(),
                used);
    }

    public long capacity() {
        return Capacity.of(total, reserved, allocationRatio);
    }

    /** Negative after the capacity was lowered below what is used. */
    public long available() {
        return capacity() - used;
    }

    /** As the question of the interface, without an object to carry the amount. */
    public boolean canProvide(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("expected an amount to provide but got the give-back " + amount);
        }
        return isInUnits(amount) && Capacity.hasRoomFor(amount, used, capacity());
    }

    /** Whether the amount, which is not negative, is one of those that may be asked for, however much is left. */
    public boolean isInUnits(long amount) {
        return Capacity.isInUnits(amount, minUnit, maxUnit, stepSize);
    }

    @Override
    public Optional<Objection> objectionTo(Amount amount) {
        if (!(amount instanceof IntegerAmount counted)) {
            return Optional.of(Objection.wrongKind("an integer amount", amount));
        }
        return counted.isNegative() ? Optional.of(Objection.negative(amount)) : objectionToTaking(counted.value());
    }

    @Override
    public Consumption consume(Amount amount) {
        if (!(amount instanceof IntegerAmount counted)) {
            return new Consumption.NotConsumed(Objection.wrongKind("an integer amount", amount));
        }
        long value = counted.value();
        Optional<Objection> objection = value < 0 ? objectionToGivingBack(-value) : objectionToTaking(value);
        return objection.isPresent()
                ? new Consumption.NotConsumed(objection.get())
                : new Consumption.Consumed(withUsed(used + value), amount);
    }

    public IntegerInventory withUsed(long newUsed) {
        return new IntegerInventory(total, reserved, minUnit, maxUnit, stepSize, allocationRatio, newUsed);
    }

    private Optional<Objection> objectionToTaking(long value) {
        if (!isInUnits(value)) {
            return Optional.of(new Objection(
                    Reason.UNITS,
                    "a request must be between min_unit " + minUnit + " and max_unit " + maxUnit
                            + " and a multiple of step_size " + stepSize + ", but it is " + value));
        }
        if (!Capacity.hasRoomFor(value, used, capacity())) {
            return Optional.of(new Objection(
                    Reason.CAPACITY, value + " asked for, but " + used + " of " + capacity() + " are used"));
        }
        return Optional.empty();
    }

    private Optional<Objection> objectionToGivingBack(long value) {
        return value <= used
                ? Optional.empty()
                : Optional.of(
                        new Objection(Reason.MORE_THAN_USED, value + " given back, but only " + used + " are used"));
    }
}
