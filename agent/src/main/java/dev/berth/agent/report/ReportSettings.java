package dev.berth.agent.report;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import dev.berth.agent.host.CpuSet;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the operator decides about a host's report.
 *
 * @param hostName the name of the host's provider and the beginning of its descendants' names
 * @param hostId the id of the host's provider; empty derives one from region and name, so that an agent needs no memory
 * @param reserves what the host keeps for itself, and the allocation ratios
 * @param dedicatedCpus CPUs that are pinned to one guest at a time; all others are shared
 * @param reservedByHand the classes for which an operator has said how much is reserved; of others it is the default
 */
public record ReportSettings(
        Region region,
        String hostName,
        Optional<ProviderId> hostId,
        ComputeNodeSettings reserves,
        CpuSet dedicatedCpus,
        ImmutableSortedSet<ResourceClass> reservedByHand) {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");
    private static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");

    /** Placement takes names of 200 characters, and a device's provider adds an underscore and an address. */
    public static final int HOST_NAME_MAX = 200 - "_0000:00:00.0".length();

    public ReportSettings {
        if (!isHostName(hostName)) {
            throw new IllegalArgumentException(
                    "expected a host name of 1 to " + HOST_NAME_MAX + " characters but got '" + hostName + "'");
        }
    }

    /** What is reserved is the default. */
    public ReportSettings(
            Region region,
            String hostName,
            Optional<ProviderId> hostId,
            ComputeNodeSettings reserves,
            CpuSet dedicatedCpus) {
        this(region, hostName, hostId, reserves, dedicatedCpus, ImmutableSortedSet.of());
    }

    /** All CPUs are shared. */
    public ReportSettings(Region region, String hostName, Optional<ProviderId> hostId, ComputeNodeSettings reserves) {
        this(region, hostName, hostId, reserves, CpuSet.EMPTY);
    }

    public static ReportSettings of(Region region, String hostName) {
        return new ReportSettings(region, hostName, Optional.empty(), ComputeNodeSettings.DEFAULT);
    }

    public static boolean isHostName(String text) {
        return !text.isBlank() && text.length() <= HOST_NAME_MAX;
    }

    /**
     * The fields that an operator has said, of classes that the host may have: they win over what is set through the
     * API, as nova's cpu_allocation_ratio does, and all others give way to it, as initial_cpu_allocation_ratio does.
     */
    ImmutableSortedMap<ResourceClass, ImmutableSortedSet<InventoryField>> explicit() {
        TreeMap<ResourceClass, TreeSet<InventoryField>> explicit = new TreeMap<>();
        reservedByHand.forEach(resourceClass -> add(explicit, resourceClass, InventoryField.RESERVED));
        addRatio(explicit, VCPU, reserves.cpuAllocationRatio());
        addRatio(explicit, MEMORY_MB, reserves.ramAllocationRatio());
        addRatio(explicit, DISK_GB, reserves.diskAllocationRatio());
        return ImmutableSortedMap.copyOfSorted(Maps.transformValues(explicit, ImmutableSortedSet::copyOfSorted));
    }

    private static void addRatio(
            TreeMap<ResourceClass, TreeSet<InventoryField>> explicit,
            ResourceClass resourceClass,
            OptionalDouble ratio) {
        if (ratio.isPresent()) {
            add(explicit, resourceClass, InventoryField.ALLOCATION_RATIO);
        }
    }

    private static void add(
            TreeMap<ResourceClass, TreeSet<InventoryField>> explicit,
            ResourceClass resourceClass,
            InventoryField field) {
        explicit.computeIfAbsent(resourceClass, none -> new TreeSet<>()).add(field);
    }

    /** The id of the host's own provider. */
    public ProviderId rootId() {
        return hostId.orElseGet(() -> ProviderIds.ofHost(region, hostName));
    }
}
