package dev.berth.simulator.fleet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Draws one host. The tree is that of a compute node with SR-IOV:
 *
 * <pre>
 *   sim1-0007            VCPU, MEMORY_MB, DISK_GB
 *   ├── sim1-0007-numa0            HW_NUMA_ROOT
 *   │   ├── sim1-0007-numa0-nic0   SRIOV_NET_VF
 *   │   └── sim1-0007-numa0-nic1   SRIOV_NET_VF (on some hosts)
 *   └── sim1-0007-numa1            HW_NUMA_ROOT
 *       └── sim1-0007-numa1-nic0   SRIOV_NET_VF
 * </pre>
 */
final class HostBlueprint {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");
    private static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");
    private static final ResourceClass SRIOV_NET_VF = ResourceClass.of("SRIOV_NET_VF");

    private static final Trait NUMA_ROOT = Trait.of("HW_NUMA_ROOT");
    private static final int CELLS = 2;

    private final FleetSpec spec;
    private final int index;
    private final String name;
    private final SplittableRandom random;
    private final ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();

    HostBlueprint(FleetSpec spec, int index) {
        this.spec = spec;
        this.index = index;
        this.name = "sim%d-%04d".formatted(spec.seed(), index);
        // A function of host and seed alone, so that a larger fleet begins with the hosts of a smaller one.
        this.random = new SplittableRandom(new SplittableRandom(spec.seed()).nextLong() + index);
    }

    SimulatedHost build() {
        ProviderId root = addRoot();
        int nicsOfACell = random.nextInt(1, 3);
        for (int cell = 0; cell < CELLS; cell++) {
            addCell(root, cell, nicsOfACell);
        }
        AggregateId rack =
                new AggregateId(uuidOf("sim%d-rack-%03d".formatted(spec.seed(), index / spec.hostsPerRack())));
        return new SimulatedHost(rack, providers.build());
    }

    private ProviderId addRoot() {
        long vcpus = oneOf(16, 32, 48, 64);
        long memoryMb = vcpus * oneOf(2048, 4096, 8192);
        ImmutableSortedSet.Builder<Trait> traits = ImmutableSortedSet.naturalOrder();
        traits.add(Trait.of("COMPUTE_NODE"));
        addSometimes(traits, "HW_CPU_X86_AVX2", 0.75);
        addSometimes(traits, "STORAGE_DISK_SSD", 0.5);
        return add(
                name,
                Optional.empty(),
                ImmutableSortedMap.of(
                        VCPU, inventory(vcpus, 0, 4.0),
                        MEMORY_MB, inventory(memoryMb, 2048, 1.0),
                        DISK_GB, inventory(oneOf(500, 1000, 2000), 20, 1.0)),
                traits.build());
    }

    private void addCell(ProviderId root, int cell, int nics) {
        String cellName = name + "-numa" + cell;
        ProviderId cellId = add(cellName, Optional.of(root), ImmutableSortedMap.of(), ImmutableSortedSet.of(NUMA_ROOT));
        for (int nic = 0; nic < nics; nic++) {
            ImmutableSortedSet.Builder<Trait> traits = ImmutableSortedSet.naturalOrder();
            traits.add(Trait.of("HW_NIC_SRIOV"), Trait.of("CUSTOM_PHYSNET_" + (char) ('A' + nic)));
            addSometimes(traits, "HW_NIC_OFFLOAD_GRO", 0.5);
            add(
                    cellName + "-nic" + nic,
                    Optional.of(cellId),
                    ImmutableSortedMap.of(SRIOV_NET_VF, inventory(oneOf(4, 8, 16), 0, 1.0)),
                    traits.build());
        }
    }

    private ProviderId add(
            String providerName,
            Optional<ProviderId> parent,
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
            ImmutableSortedSet<Trait> traits) {
        ProviderId id = new ProviderId(uuidOf(providerName));
        providers.add(new ReportedProvider(id, providerName, parent, inventories, traits));
        return id;
    }

    private void addSometimes(ImmutableSortedSet.Builder<Trait> traits, String trait, double probability) {
        if (random.nextDouble() < probability) {
            traits.add(Trait.of(trait));
        }
    }

    private long oneOf(long... values) {
        return values[random.nextInt(values.length)];
    }

    private static InventoryRecord inventory(long total, long reserved, double ratio) {
        return new InventoryRecord(total, reserved, 1, total, 1, ratio);
    }

    private static UUID uuidOf(String providerName) {
        return UUID.nameUUIDFromBytes(("berth-simulator:" + providerName).getBytes(StandardCharsets.UTF_8));
    }
}
