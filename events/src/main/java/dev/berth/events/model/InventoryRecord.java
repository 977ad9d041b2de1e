package dev.berth.events.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Set;

/**
 * What a provider has of one resource class, as it was reported: amounts in the units of the class and the ratio by
 * which it may be overcommitted. It knows nothing of what is used; that is the ledger's.
 *
 * <p>{@code allocationRatio} is a double because Placement computes capacities in double precision; Java's arithmetic
 * gives the same bits on every machine.
 */
public record InventoryRecord(
        long total, long reserved, long minUnit, long maxUnit, long stepSize, double allocationRatio) {
    /** What Placement fills in where a report is silent. */
    public static final int UNIT_DEFAULT = 1;

    public static final int MAX_UNIT_DEFAULT = Integer.MAX_VALUE;

    public InventoryRecord {
        if (total < 1 || reserved < 0 || minUnit < 1 || maxUnit < 1 || stepSize < 1) {
            throw new MalformedException("expected positive inventory units but got "
                    + written(total, reserved, minUnit, maxUnit, stepSize));
        }
        if (Math.max(Math.max(total, reserved), Math.max(Math.max(minUnit, maxUnit), stepSize))
                > Limits.INVENTORY_UNITS_MAX) {
            throw new MalformedException("expected inventory units of at most " + Limits.INVENTORY_UNITS_MAX
                    + " but got " + written(total, reserved, minUnit, maxUnit, stepSize));
        }
        if (!(allocationRatio >= 0 && allocationRatio <= Limits.ALLOCATION_RATIO_MAX)) {
            // How a decimal is written differs between versions of Java, so it is not told.
            throw new MalformedException("expected an allocation ratio from 0 to 3.40282e+38");
        }
    }

    private static String written(long total, long reserved, long minUnit, long maxUnit, long stepSize) {
        return "total " + total + ", reserved " + reserved + ", min_unit " + minUnit + ", max_unit " + maxUnit
                + ", step_size " + stepSize;
    }

    public static InventoryRecord of(long total) {
        return new InventoryRecord(total, 0, UNIT_DEFAULT, MAX_UNIT_DEFAULT, UNIT_DEFAULT, 1.0);
    }

    /** The fields in which the two differ, their totals aside. */
    public ImmutableSortedSet<InventoryField> fieldsUnlike(InventoryRecord other) {
        ImmutableSortedSet.Builder<InventoryField> fields = ImmutableSortedSet.naturalOrder();
        for (InventoryField field : InventoryField.values()) {
            if (!with(ImmutableSet.of(field), other).equals(this)) {
                fields.add(field);
            }
        }
        return fields.build();
    }

    /** This with some of its fields as another has them. */
    public InventoryRecord with(Set<InventoryField> fields, InventoryRecord other) {
        return new InventoryRecord(
                total,
                fields.contains(InventoryField.RESERVED) ? other.reserved : reserved,
                fields.contains(InventoryField.MIN_UNIT) ? other.minUnit : minUnit,
                fields.contains(InventoryField.MAX_UNIT) ? other.maxUnit : maxUnit,
                fields.contains(InventoryField.STEP_SIZE) ? other.stepSize : stepSize,
                fields.contains(InventoryField.ALLOCATION_RATIO) ? other.allocationRatio : allocationRatio);
    }
}
