package dev.berth.agent.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.host.CpuSet;
import dev.berth.agent.host.HostInventory;
import dev.berth.agent.host.HugePages;
import dev.berth.agent.host.NumaNode;
import dev.berth.computenode.ComputeNode;
import dev.berth.computenode.LegacyStock;
import dev.berth.devicespec.HostDevices;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.Trait;
import java.util.OptionalDouble;

/**
 * What a report is made of, whether the host was read or a resource tracker's dictionary.
 *
 * @param node what is counted; its CPUs are the shared ones
 * @param traits what the host's own provider has
 * @param dedicatedCpus how many CPUs can be pinned
 * @param cells in the order of their ids
 * @param devices all devices, offered or not
 * @param warnings what was skipped on the way here
 */
public record HostFacts(
        ComputeNode node,
        ImmutableSortedSet<Trait> traits,
        int dedicatedCpus,
        ImmutableList<NumaCell> cells,
        HostDevices devices,
        ImmutableList<String> warnings) {
    /** What the root of any host has: it is a compute node, and nova owns it and no one else. */
    public static final ImmutableSortedSet<Trait> HOST_TRAITS =
            ImmutableSortedSet.of(Trait.of("COMPUTE_NODE"), Trait.of("OWNER_NOVA"));

    private static final long KIB_PER_MIB = 1024;

    /** A host as it was read, without defects: nothing is overcommitted unless the settings say so. */
    public static HostFacts of(HostInventory host, ReportSettings settings) {
        CpuSet dedicated = host.cpus().online().intersection(settings.dedicatedCpus());
        return new HostFacts(
                new ComputeNode(
                        stock(
                                host.cpus().count() - dedicated.size(),
                                settings.reserves().cpuAllocationRatio()),
                        stock(host.memoryMb(), settings.reserves().ramAllocationRatio()),
                        stock(
                                host.disk().sizeGb().orElseThrow(),
                                settings.reserves().diskAllocationRatio())),
                ImmutableSortedSet.<Trait>naturalOrder()
                        .addAll(HOST_TRAITS)
                        .addAll(CpuTraits.of(host.features()))
                        .build(),
                dedicated.size(),
                host.cells().stream()
                        .map(cell -> cell(cell, host.pageSizeKb(), dedicated))
                        .collect(ImmutableList.toImmutableList()),
                HostDevices.of(host.devices(), host.interfaces()),
                host.warnings().stream().map(Object::toString).collect(ImmutableList.toImmutableList()));
    }

    private static LegacyStock stock(long total, OptionalDouble ratio) {
        return new LegacyStock(total, 0, OptionalDouble.of(ratio.orElse(1.0)));
    }

    private static NumaCell cell(NumaNode cell, int pageSizeKb, CpuSet dedicated) {
        CpuSet pinnable = cell.cpus().intersection(dedicated);
        return new NumaCell(
                cell.id(),
                ImmutableSortedSet.copyOf(cell.cpus().without(pinnable).ids()),
                ImmutableSortedSet.copyOf(pinnable.ids()),
                cell.memoryMb(),
                cell.siblings().stream()
                        .map(core -> ImmutableSortedSet.copyOf(core.ids()))
                        .collect(ImmutableList.toImmutableList()),
                pages(cell, pageSizeKb),
                cell.socket());
    }

    /** Ordinary pages are what the huge ones have left. */
    private static ImmutableList<MemoryPages> pages(NumaNode cell, int pageSizeKb) {
        ImmutableList.Builder<MemoryPages> pages = ImmutableList.builder();
        long restKb = cell.memoryMb() * KIB_PER_MIB;
        for (HugePages huge : cell.pages()) {
            restKb -= huge.total() * huge.sizeKb();
        }
        pages.add(new MemoryPages(pageSizeKb, Math.max(0, restKb) / pageSizeKb, 0));
        cell.pages().forEach(huge -> pages.add(new MemoryPages(huge.sizeKb(), huge.total(), 0)));
        return pages.build();
    }
}
