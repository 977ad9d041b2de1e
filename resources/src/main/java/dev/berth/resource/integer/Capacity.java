package dev.berth.resource.integer;

import dev.berth.events.model.InventoryRecord;

/**
 * The arithmetic of counted resources, without objects, for searches that ask it millions of times.
 *
 * <p>Capacity is computed as Placement computes it: in double precision and cut toward zero, so 100 at a ratio of 1.15
 * gives 114. Java's double arithmetic gives the same bits on every machine.
 */
public final class Capacity {
    private Capacity() {}

    public static long of(long total, long reserved, double allocationRatio) {
        return (long) ((total - reserved) * allocationRatio);
    }

    public static long of(InventoryRecord record) {
        return of(record.total(), record.reserved(), record.allocationRatio());
    }

    /**
     * Whether the amount can be added to what is used: inclusive, and false for any amount of 1 or more over capacity.
     */
    public static boolean hasRoomFor(long amount, long used, long capacity) {
        return amount <= 0 || amount <= capacity - used;
    }

    /**
     * Whether a single request is between the units and a multiple of the step; the overcommit ratio does not raise
     * maxUnit.
     */
    public static boolean isInUnits(long amount, long minUnit, long maxUnit, long stepSize) {
        return amount == 0 || amount >= minUnit && amount <= maxUnit && amount % stepSize == 0;
    }

    /** Units and room at once: what {@link IntegerInventory#canProvide} answers for amounts of 0 or more. */
    public static boolean canProvide(InventoryRecord record, long used, long amount) {
        return isInUnits(amount, record.minUnit(), record.maxUnit(), record.stepSize())
                && hasRoomFor(amount, used, of(record));
    }
}
