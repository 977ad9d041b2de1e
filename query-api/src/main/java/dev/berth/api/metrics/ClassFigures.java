package dev.berth.api.metrics;

import dev.berth.events.model.InventoryRecord;
import dev.berth.resource.integer.Capacity;

/**
 * What there is of one resource class, in the units of the class.
 *
 * @param providers how many have an inventory of it
 * @param capacity what may be allocated in all: totals without what is reserved, times the allocation ratios
 * @param reserved what is reserved in all
 * @param used what is allocated in all
 */
record ClassFigures(int providers, double capacity, double reserved, double used) {
    static final ClassFigures NONE = new ClassFigures(0, 0, 0, 0);

    /** The figures of one inventory. Sums are doubles, for totals may be as large as a long. */
    static ClassFigures of(InventoryRecord inventory, long used) {
        return new ClassFigures(1, Capacity.of(inventory), inventory.reserved(), used);
    }

    ClassFigures plus(ClassFigures other) {
        return new ClassFigures(
                providers + other.providers, capacity + other.capacity, reserved + other.reserved, used + other.used);
    }
}
