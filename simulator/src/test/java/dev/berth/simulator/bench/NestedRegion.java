package dev.berth.simulator.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A region of hosts with disk, two cells with CPU and memory, and a NIC with eight VFs at each cell; one host in a
 * hundred has NICs with a trait. Ids are random from one seed, as real ones are.
 */
final class NestedRegion {
    static final ResourceClass VCPU = ResourceClass.of("VCPU");
    static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");
    static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");
    static final ResourceClass VF = ResourceClass.of("SRIOV_NET_VF");
    static final Trait RARE = Trait.of("HW_NIC_OFFLOAD_GRO");

    private final SplittableRandom random = new SplittableRandom(1);
    private final RegionEdit edit = new RegionEdit(RegionView.empty(Region.DEFAULT));
    private final ProviderId[] nics;
    private long commands;

    NestedRegion(int hosts) {
        nics = new ProviderId[2 * hosts];
        for (int host = 0; host < hosts; host++) {
            addHost(host);
        }
    }

    private void addHost(int host) {
        ProviderId root = new ProviderId(id());
        add(root, Optional.empty(), root, ImmutableSortedMap.of(DISK_GB, InventoryRecord.of(2000)), "COMPUTE_NODE");
        for (int cell = 0; cell < 2; cell++) {
            ProviderId cellId = new ProviderId(id());
            add(
                    cellId,
                    Optional.of(root),
                    root,
                    ImmutableSortedMap.of(VCPU, InventoryRecord.of(64), MEMORY_MB, InventoryRecord.of(262_144)),
                    "HW_NUMA_ROOT");
            ProviderId nic = new ProviderId(id());
            nics[2 * host + cell] = nic;
            String trait = host % 100 == 7 ? RARE.name() : "HW_NIC_SRIOV";
            add(nic, Optional.of(cellId), root, ImmutableSortedMap.of(VF, InventoryRecord.of(8)), trait);
        }
    }

    private void add(
            ProviderId id,
            Optional<ProviderId> parent,
            ProviderId root,
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
            String trait) {
        ImmutableSortedSet<AggregateId> aggregates =
                ImmutableSortedSet.of(new AggregateId(new UUID(9, random.nextInt(16))));
        edit.put(new Provider(
                id,
                id.toString(),
                parent,
                root,
                0,
                inventories,
                ImmutableSortedSet.of(Trait.of(trait)),
                parent.isEmpty() ? aggregates : ImmutableSortedSet.of(),
                0,
                0));
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    RegionView view() {
        return edit.view();
    }

    /** The view after a small claim on a host, its cell and its NIC; refused where the host is full. */
    RegionView claimed(RegionView view) {
        Provider nic = view.provider(nics[random.nextInt(nics.length)]).orElseThrow();
        commands++;
        ConsumerClaim claim = new ConsumerClaim(
                new ConsumerId(id()),
                ExpectedConsumer.ABSENT,
                "project",
                "user",
                Optional.empty(),
                Allocations.builder()
                        .add(nic.root(), DISK_GB, 10)
                        .put(nic.parent().orElseThrow(), ImmutableSortedMap.of(VCPU, 1L, MEMORY_MB, 1024L))
                        .add(nic.id(), VF, 1)
                        .build());
        return Ledger.apply(
                        view,
                        new Position(0, commands, commands),
                        new ClaimAllocations(new CommandId(id()), ImmutableList.of(claim)))
                .after();
    }
}
