package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.util.Optional;
import java.util.Set;

/**
 * What an agent last said of a provider's inventory of one class, and who has set which of its fields. What the
 * inventory is now stands at the provider.
 *
 * @param reported as the agent last reported it
 * @param explicit the fields that the agent was told to report so; the others are its defaults
 * @param setByOperator the fields that were given another value through the API, which reports leave as they are
 * @param departedFrom what the inventory was when the agent left the class out while some of it was held; empty of a
 *     class that the agent reports
 */
public record VouchedInventory(
        InventoryRecord reported,
        ImmutableSortedSet<InventoryField> explicit,
        ImmutableSortedSet<InventoryField> setByOperator,
        Optional<InventoryRecord> departedFrom) {
    /** As an agent reports it, before anybody else has set anything. */
    public static VouchedInventory of(InventoryRecord reported, ImmutableSortedSet<InventoryField> explicit) {
        return new VouchedInventory(reported, explicit, ImmutableSortedSet.of(), Optional.empty());
    }

    public boolean isDeparting() {
        return departedFrom.isPresent();
    }

    /**
     * An inventory reduced to what is held: nobody can claim more of it. Several consumers can hold more than an
     * inventory can have, where it was overcommitted; then it has the most that it can.
     */
    public static InventoryRecord departing(long held) {
        long total = Math.min(held, Limits.INVENTORY_UNITS_MAX);
        return new InventoryRecord(total, 0, InventoryRecord.UNIT_DEFAULT, total, InventoryRecord.UNIT_DEFAULT, 1.0);
    }

    /** This once the agent has left the class out, of which the inventory was this until then. */
    public VouchedInventory departingFrom(InventoryRecord last) {
        return isDeparting() ? this : new VouchedInventory(reported, explicit, setByOperator, Optional.of(last));
    }

    /**
     * This report after another of the same class: what an operator has set stays so, but for what the agent is told
     * to report.
     *
     * @param before what was known of the class
     */
    public VouchedInventory after(VouchedInventory before) {
        return settingAside(before.setByOperator);
    }

    /** This report of a class that others had made as it is. What it has by default counts as set by nobody. */
    public VouchedInventory after(InventoryRecord ofOthers) {
        InventoryRecord unset = InventoryRecord.of(ofOthers.total());
        return settingAside(Sets.intersection(ofOthers.fieldsUnlike(unset), ofOthers.fieldsUnlike(reported)));
    }

    private VouchedInventory settingAside(Set<InventoryField> fields) {
        return new VouchedInventory(
                reported, explicit, ImmutableSortedSet.copyOf(Sets.difference(fields, explicit)), departedFrom);
    }

    /**
     * What the inventory is by this report.
     *
     * @param last what it was, before it departed if it did; its values hold where an operator has set them. No more
     *     is reserved than there is
     */
    public InventoryRecord standing(InventoryRecord last) {
        return withinTotal(reported.with(setByOperator, last));
    }

    private static InventoryRecord withinTotal(InventoryRecord merged) {
        return new InventoryRecord(
                merged.total(),
                Math.min(merged.reserved(), merged.total()),
                merged.minUnit(),
                merged.maxUnit(),
                merged.stepSize(),
                merged.allocationRatio());
    }

    /**
     * This after an operator has written the inventory. A field is the operator's once it is given another value than
     * it had, and the agent's again once it is given the value that the agent reports.
     *
     * @param last what the inventory was; empty if there was none
     */
    public VouchedInventory written(Optional<InventoryRecord> last, InventoryRecord now) {
        InventoryRecord before = last.orElse(InventoryRecord.of(now.total()));
        Set<InventoryField> written = now.fieldsUnlike(before);
        Set<InventoryField> kept = last.isPresent() ? setByOperator : ImmutableSortedSet.of();
        return new VouchedInventory(
                reported,
                explicit,
                ImmutableSortedSet.copyOf(Sets.intersection(Sets.union(kept, written), now.fieldsUnlike(reported))),
                departedFrom);
    }

    /**
     * This, of a class that departs and goes on to do so, after an operator has written the inventory: what is written
     * waits for the agent to report the class again.
     *
     * @param last what the inventory was
     */
    public VouchedInventory writtenAhead(InventoryRecord last, InventoryRecord now) {
        InventoryRecord before = departedFrom.orElseThrow();
        InventoryRecord ahead = withinTotal(before.with(now.fieldsUnlike(last), now));
        return new VouchedInventory(
                reported, explicit, written(Optional.of(before), ahead).setByOperator, Optional.of(ahead));
    }

    /**
     * What the agent's word on the inventory has become: its fields as they are now, but for those that an operator
     * has set beside its defaults, which are no reason for another report.
     */
    public InventoryRecord asItStands(InventoryRecord now) {
        InventoryRecord total = new InventoryRecord(
                now.total(),
                reported.reserved(),
                reported.minUnit(),
                reported.maxUnit(),
                reported.stepSize(),
                reported.allocationRatio());
        return total.with(Sets.difference(now.fieldsUnlike(total), Sets.difference(setByOperator, explicit)), now);
    }
}
