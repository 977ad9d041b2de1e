package dev.berth.agent.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import java.util.Comparator;

/**
 * The content of a host's report, without the identity of any one sending: two equal ones need not both be sent.
 *
 * @param providers the host's tree, parents before children
 * @param cells the NUMA cells, each a provider too
 * @param devices the offered PCI devices, each with its provider if it is a unit of one
 * @param takesOverName whether another provider that has the host's name is removed for it
 */
public record ReportedHost(
        ProviderId host,
        ImmutableList<ReportedProvider> providers,
        ImmutableList<NumaCell> cells,
        ImmutableList<PciDevice> devices,
        boolean takesOverName) {
    /** A report that takes nothing from others. */
    public ReportedHost(
            ProviderId host,
            ImmutableList<ReportedProvider> providers,
            ImmutableList<NumaCell> cells,
            ImmutableList<PciDevice> devices) {
        this(host, providers, cells, devices, false);
    }

    /** This report, which takes the host's name from another provider that has it. */
    public ReportedHost takingOverName() {
        return new ReportedHost(host, providers, cells, devices, true);
    }

    public ReportHost toCommand(CommandId id) {
        ReportHost command = new ReportHost(
                id,
                host,
                providers,
                cells.stream()
                        .collect(ImmutableSortedMap.toImmutableSortedMap(
                                Comparator.naturalOrder(), NumaCell::id, cell -> cell)),
                devices);
        return takesOverName ? command.takingOverName() : command;
    }
}
