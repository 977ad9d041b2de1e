package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.RequestGroup;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** As what the GPUs of a trace are reported and asked for. CPU is counted in thousandths, memory in MiB. */
public enum GpuUnit {
    /** A host has so many GPUs, and a task that asks for a part of one takes it whole. */
    DEVICES(ResourceClass.of("PGPU"), 1) {
        @Override
        ImmutableList<ReportedProvider> providers(TraceNode node) {
            ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
            inventories.putAll(hostInventories(node));
            if (node.gpus() > 0) {
                inventories.put(resourceClass(), InventoryRecord.of(node.gpus()));
            }
            return ImmutableList.of(new ReportedProvider(
                    hostId(node), node.name(), Optional.empty(), inventories.build(), traits(node)));
        }

        @Override
        ImmutableList<RequestGroup> groups(TraceTask.Shape task) {
            ImmutableSortedMap.Builder<ResourceClass, Long> amounts = ImmutableSortedMap.naturalOrder();
            amounts.putAll(hostAmounts(task));
            if (task.gpus() > 0) {
                amounts.put(resourceClass(), (long) task.gpus());
            }
            RequestGroup group = RequestGroup.of(RequestGroup.UNSUFFIXED, amounts.build());
            return ImmutableList.of(group.with(group.resources(), required(task), ImmutableList.of()));
        }
    },

    /** Each GPU is a provider below its host with a thousand parts. */
    PARTS(ResourceClass.of("CUSTOM_GPU_MILLI"), 1000) {
        @Override
        ImmutableList<ReportedProvider> providers(TraceNode node) {
            ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
            ProviderId host = hostId(node);
            providers.add(new ReportedProvider(
                    host, node.name(), Optional.empty(), hostInventories(node), ImmutableSortedSet.of()));
            for (int gpu = 0; gpu < node.gpus(); gpu++) {
                String name = node.name() + "_gpu" + gpu;
                providers.add(new ReportedProvider(
                        id(name),
                        name,
                        Optional.of(host),
                        ImmutableSortedMap.of(resourceClass(), InventoryRecord.of(unitsOfOne())),
                        traits(node)));
            }
            return providers.build();
        }

        @Override
        ImmutableList<RequestGroup> groups(TraceTask.Shape task) {
            ImmutableList.Builder<RequestGroup> groups = ImmutableList.builder();
            ImmutableSortedMap<ResourceClass, Long> onHost = hostAmounts(task);
            if (!onHost.isEmpty()) {
                groups.add(RequestGroup.of(RequestGroup.UNSUFFIXED, onHost));
            }
            for (int gpu = 0; gpu < task.gpus(); gpu++) {
                RequestGroup group =
                        RequestGroup.of("_GPU" + gpu, ImmutableSortedMap.of(resourceClass(), (long) task.gpuMilli()));
                groups.add(group.with(group.resources(), required(task), ImmutableList.of()));
            }
            return groups.build();
        }
    };

    static final ResourceClass CPU = ResourceClass.of("CUSTOM_CPU_MILLI");
    static final ResourceClass MEMORY = ResourceClass.of("MEMORY_MB");

    private final ResourceClass resourceClass;
    private final int unitsOfOne;

    GpuUnit(ResourceClass resourceClass, int unitsOfOne) {
        this.resourceClass = resourceClass;
        this.unitsOfOne = unitsOfOne;
    }

    /** As it is written on a command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What GPUs are counted as. */
    ResourceClass resourceClass() {
        return resourceClass;
    }

    /** How much of its class one GPU is. */
    int unitsOfOne() {
        return unitsOfOne;
    }

    /** What a task takes of one of its GPUs. */
    long amountOfOne(TraceTask.Shape task) {
        return this == PARTS ? task.gpuMilli() : unitsOfOne;
    }

    /** The tree of a host, as its agent would report it. */
    abstract ImmutableList<ReportedProvider> providers(TraceNode node);

    /** What a task asks for: all of one host, as a request is always answered from one tree. */
    abstract ImmutableList<RequestGroup> groups(TraceTask.Shape task);

    /** The trait of GPUs of a model, or of the host that has them. */
    static Trait trait(String model) {
        return Trait.of("CUSTOM_GPU_" + model.toUpperCase(Locale.ROOT));
    }

    private static ImmutableSortedSet<Trait> traits(TraceNode node) {
        return node.gpus() == 0 ? ImmutableSortedSet.of() : ImmutableSortedSet.of(trait(node.model()));
    }

    private static ImmutableList<ImmutableSortedSet<Trait>> required(TraceTask.Shape task) {
        return task.models().isEmpty()
                ? ImmutableList.of()
                : ImmutableList.of(task.models().stream()
                        .map(GpuUnit::trait)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Trait::compareTo)));
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> hostInventories(TraceNode node) {
        return ImmutableSortedMap.of(
                CPU, InventoryRecord.of(node.cpuMilli()), MEMORY, InventoryRecord.of(node.memoryMib()));
    }

    private static ImmutableSortedMap<ResourceClass, Long> hostAmounts(TraceTask.Shape task) {
        ImmutableSortedMap.Builder<ResourceClass, Long> amounts = ImmutableSortedMap.naturalOrder();
        if (task.cpuMilli() > 0) {
            amounts.put(CPU, task.cpuMilli());
        }
        if (task.memoryMib() > 0) {
            amounts.put(MEMORY, task.memoryMib());
        }
        return amounts.build();
    }

    /** The id of a host's root: of its name, so that the order of ids has nothing to do with the order of the file. */
    static ProviderId hostId(TraceNode node) {
        return id(node.name());
    }

    private static ProviderId id(String name) {
        return new ProviderId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
