package dev.berth.computenode;

import com.google.common.collect.ImmutableList;
import dev.berth.resource.Inventories;
import dev.berth.resource.Inventory;
import dev.berth.resource.Resource;
import dev.berth.resource.integer.IntegerResource;
import dev.berth.resource.numa.CellLimits;
import dev.berth.resource.numa.HostCell;
import dev.berth.resource.numa.NumaInventory;
import dev.berth.resource.numa.NumaResource;
import dev.berth.resource.numa.PlacementStrategy;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of a compute node record that are inventories in truth. Fields that are derived (PCI pools, counts of
 * guests) are not in it: their source writes them and never reads them back. An immutable value.
 *
 * @param numaTopology the host's cells with what guests use of them; empty where the record has none
 */
public record ComputeNode(
        LegacyStock vcpus, LegacyStock memoryMb, LegacyStock localGb, Optional<ImmutableList<HostCell>> numaTopology) {
    private static final long MB_PER_GB = 1024;

    /** A node that says nothing of NUMA. */
    public ComputeNode(LegacyStock vcpus, LegacyStock memoryMb, LegacyStock localGb) {
        this(vcpus, memoryMb, localGb, Optional.empty());
    }

    /** What the record says, as inventories; with {@link #updateInventories} an exact round trip. */
    public Inventories getInventories(ComputeNodeSettings settings) {
        TreeMap<Resource<?, ?>, Inventory> inventories = new TreeMap<>();
        vcpus(settings).inventory(vcpus).ifPresent(inventory -> inventories.put(IntegerResource.VCPU, inventory));
        memoryMb(settings)
                .inventory(memoryMb)
                .ifPresent(inventory -> inventories.put(IntegerResource.MEMORY_MB, inventory));
        localGb(settings)
                .inventory(localGb)
                .ifPresent(inventory -> inventories.put(IntegerResource.DISK_GB, inventory));
        numaTopology
                .filter(cells -> !cells.isEmpty())
                .ifPresent(cells -> inventories.put(NumaResource.NUMA, numa(cells, settings)));
        return Inventories.of(inventories);
    }

    /**
     * This record with what is used counted again, as the tracker does at each audit: from what the host reserves, and
     * then guest by guest. The cells of NUMA stay as they are.
     */
    public ComputeNode audit(Collection<Guest> guests, ComputeNodeSettings settings) {
        long vcpusUsed = vcpus(settings).usedBase();
        long memoryMbUsed = memoryMb(settings).usedBase();
        long localGbUsed = localGb(settings).usedBase();
        for (Guest guest : guests) {
            vcpusUsed += guest.vcpus();
            memoryMbUsed += guest.memoryMb();
            localGbUsed += guest.recordedDiskGb();
        }
        return new ComputeNode(
                vcpus.withUsed(vcpusUsed),
                memoryMb.withUsed(memoryMbUsed),
                localGb.withUsed(localGbUsed),
                numaTopology);
    }

    /** The ratios bound the sums of guests on each cell, as they bound those on the node. */
    private NumaInventory numa(ImmutableList<HostCell> cells, ComputeNodeSettings settings) {
        CellLimits limits =
                new CellLimits(vcpus(settings).ratio(vcpus), memoryMb(settings).ratio(memoryMb));
        return new NumaInventory(cells, Optional.of(limits), PlacementStrategy.SPREAD);
    }

    /**
     * This record with what the inventories say.
     *
     * @throws IllegalArgumentException if an inventory is of another kind than its resource
     */
    public ComputeNode updateInventories(Inventories inventories, ComputeNodeSettings settings) {
        return new ComputeNode(
                vcpus(settings).stock(vcpus, inventories.get(IntegerResource.VCPU)),
                memoryMb(settings).stock(memoryMb, inventories.get(IntegerResource.MEMORY_MB)),
                localGb(settings).stock(localGb, inventories.get(IntegerResource.DISK_GB)),
                numaTopology(inventories.get(NumaResource.NUMA)));
    }

    private Optional<ImmutableList<HostCell>> numaTopology(Optional<Inventory> inventory) {
        if (inventory.isEmpty()) {
            return numaTopology.filter(ImmutableList::isEmpty);
        }
        if (inventory.get() instanceof NumaInventory numa) {
            return Optional.of(numa.cells());
        }
        throw new IllegalArgumentException("expected an inventory of NUMA cells but got " + inventory.get());
    }

    private static StockTranslation vcpus(ComputeNodeSettings settings) {
        return new StockTranslation(
                IntegerResource.VCPU,
                settings.reservedHostCpus(),
                settings.reservedHostCpus(),
                settings.cpuAllocationRatio(),
                ComputeNodeSettings.INITIAL_CPU_ALLOCATION_RATIO);
    }

    private static StockTranslation memoryMb(ComputeNodeSettings settings) {
        return new StockTranslation(
                IntegerResource.MEMORY_MB,
                settings.reservedHostMemoryMb(),
                settings.reservedHostMemoryMb(),
                settings.ramAllocationRatio(),
                ComputeNodeSettings.INITIAL_RAM_ALLOCATION_RATIO);
    }

    /** The reserve is configured in MB: a GB begun is held back whole, yet the record counts whole GB only as used. */
    private static StockTranslation localGb(ComputeNodeSettings settings) {
        return new StockTranslation(
                IntegerResource.DISK_GB,
                (settings.reservedHostDiskMb() + MB_PER_GB - 1) / MB_PER_GB,
                settings.reservedHostDiskMb() / MB_PER_GB,
                settings.diskAllocationRatio(),
                ComputeNodeSettings.INITIAL_DISK_ALLOCATION_RATIO);
    }
}
