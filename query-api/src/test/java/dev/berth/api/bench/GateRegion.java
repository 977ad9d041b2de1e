package dev.berth.api.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Fills a server with the shapes of the performance jobs in Placement's gate: flat hosts, or trees of seven providers.
 */
final class GateRegion {
    private static final AggregateId AGGREGATE = new AggregateId(new UUID(7, 7));
    private static final ImmutableList<String> TRAITS = ImmutableList.of(
            "HW_CPU_X86_AVX2",
            "HW_CPU_X86_AVX",
            "HW_CPU_X86_SSE",
            "HW_CPU_X86_SSE2",
            "HW_CPU_X86_SSE41",
            "HW_CPU_X86_SSE42",
            "HW_CPU_X86_BMI",
            "HW_CPU_X86_FMA3",
            "HW_CPU_X86_F16C",
            "HW_CPU_X86_AESNI");

    static final String FLAT_QUERY = "/allocation_candidates?resources=VCPU:1,MEMORY_MB:256,DISK_GB:10&member_of="
            + AGGREGATE + "&required=HW_CPU_X86_AVX2";
    static final String NESTED_QUERY =
            "/allocation_candidates?resources=DISK_GB:10&required=COMPUTE_VOLUME_MULTI_ATTACH"
                    + "&resources_COMPUTE=VCPU:1,MEMORY_MB:256&required_COMPUTE=CUSTOM_FOO&resources_FPGA=FPGA:1"
                    + "&group_policy=none&same_subtree=_COMPUTE,_FPGA";

    private static final int CONSUMERS_MOST = 2000;

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<ProviderId> roots = new ArrayList<>();
    private final Deque<ConsumerId> consumers = new ArrayDeque<>();
    private final BrokerlessServer server;

    GateRegion(BrokerlessServer server) {
        this.server = server;
    }

    void addFlat(int hosts) {
        for (int host = 0; host < hosts; host++) {
            ProviderId id = add(
                    Optional.empty(),
                    Map.of("VCPU", 32L, "MEMORY_MB", 8192L, "DISK_GB", 8192L),
                    TRAITS.toArray(String[]::new));
            decide(new ReplaceAggregates(command(), id, OptionalLong.empty(), ImmutableSortedSet.of(AGGREGATE)));
        }
    }

    void addNested(int trees) {
        decide(new CreateTrait(command(), Trait.of("CUSTOM_FOO")));
        for (int tree = 0; tree < trees; tree++) {
            ProviderId root = add(Optional.empty(), Map.of("DISK_GB", 20_480L), "COMPUTE_VOLUME_MULTI_ATTACH");
            Optional<ProviderId> first =
                    Optional.of(add(Optional.of(root), Map.of("VCPU", 2L, "MEMORY_MB", 2048L), "HW_NUMA_ROOT"));
            add(first, Map.of("FPGA", 1L));
            add(first, Map.of("VGPU", 8L));
            Optional<ProviderId> second = Optional.of(
                    add(Optional.of(root), Map.of("VCPU", 4L, "MEMORY_MB", 2048L), "HW_NUMA_ROOT", "CUSTOM_FOO"));
            add(second, Map.of("FPGA", 1L));
            add(second, Map.of("FPGA", 1L));
        }
    }

    /** Takes a little of some host for a new consumer, once there are many in the place of the oldest. */
    void claim() {
        if (consumers.size() == CONSUMERS_MOST) {
            decide(new ReleaseAllocations(command(), consumers.removeFirst()));
        }
        ConsumerId consumer = new ConsumerId(new UUID(random.nextLong(), random.nextLong()));
        consumers.addLast(consumer);
        decide(new ClaimAllocations(
                command(),
                ImmutableList.of(new ConsumerClaim(
                        consumer,
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        Allocations.of(roots.get(random.nextInt(roots.size())), ResourceClass.of("DISK_GB"), 1)))));
    }

    private ProviderId add(Optional<ProviderId> parent, Map<String, Long> totals, String... traits) {
        ProviderId id = new ProviderId(new UUID(random.nextLong(), random.nextLong()));
        decide(new CreateProvider(command(), id, id.toString(), parent));
        if (parent.isEmpty()) {
            roots.add(id);
        }
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
        totals.forEach((name, total) -> inventories.put(ResourceClass.of(name), InventoryRecord.of(total)));
        decide(new ReplaceInventories(command(), id, OptionalLong.empty(), inventories.build()));
        ImmutableSortedSet.Builder<Trait> set = ImmutableSortedSet.naturalOrder();
        for (String trait : traits) {
            set.add(Trait.of(trait));
        }
        decide(new ReplaceTraits(command(), id, OptionalLong.empty(), set.build()));
        return id;
    }

    private CommandId command() {
        return new CommandId(new UUID(random.nextLong(), random.nextLong()));
    }

    private void decide(Command command) {
        server.decide(Region.DEFAULT, command).outcome().refusal().ifPresent(refusal -> {
            throw new IllegalStateException("expected " + command + " to be taken but got " + refusal);
        });
    }
}
