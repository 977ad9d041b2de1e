package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Region;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What an audit compares beside the log and its decisions.
 *
 * @param isOfStores whether what is on the disks of all instances is compared
 * @param heads which have to be in the chains
 * @param from where reading begins, in the partitions that are in it; elsewhere at the beginning of the log
 * @param regions whose partitions are read alone; none for all partitions
 * @param states given what each partition comes to at its end, in order, one at a time, by any thread
 * @param goesOn asked often, by any thread; once it says no the audit ends, and says what was not compared
 */
public record AuditPlan(
        boolean isOfStores,
        ImmutableList<HeadFile> heads,
        Optional<Checkpoint> from,
        ImmutableSortedSet<Region> regions,
        Optional<Consumer<PartitionState>> states,
        BooleanSupplier goesOn) {
    /** The log and its decisions alone. */
    public static final AuditPlan USUAL = new AuditPlan(
            false, ImmutableList.of(), Optional.empty(), ImmutableSortedSet.of(), Optional.empty(), () -> true);

    /** This plan, which compares the stores too. */
    public AuditPlan withStores() {
        return new AuditPlan(true, heads, from, regions, states, goesOn);
    }

    /** This plan with heads that have to be in the chains. */
    public AuditPlan withHeads(ImmutableList<HeadFile> kept) {
        return new AuditPlan(isOfStores, kept, from, regions, states, goesOn);
    }

    /** This plan, which begins at a checkpoint. */
    public AuditPlan from(Optional<Checkpoint> checkpoint) {
        return new AuditPlan(isOfStores, heads, checkpoint, regions, states, goesOn);
    }

    /** This plan for the partitions of some regions; of all if none are named. */
    public AuditPlan of(ImmutableSortedSet<Region> some) {
        return new AuditPlan(isOfStores, heads, from, some, states, goesOn);
    }

    /** This plan, which gives away what each partition comes to. */
    public AuditPlan givingStatesTo(Consumer<PartitionState> taker) {
        return new AuditPlan(isOfStores, heads, from, regions, Optional.of(taker), goesOn);
    }

    /** This plan, which ends early once it is not to go on. */
    public AuditPlan goingOnWhile(BooleanSupplier isWanted) {
        return new AuditPlan(isOfStores, heads, from, regions, states, isWanted);
    }

    /** Whether a partition is read. */
    boolean isOf(int partition, int partitions) {
        return regions.isEmpty() || regions.stream().anyMatch(region -> Partitions.of(region, partitions) == partition);
    }
}
