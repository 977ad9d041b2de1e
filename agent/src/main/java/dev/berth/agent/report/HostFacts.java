package dev.berth.agent.report;

import dev.berth.agent.host.HostInventory;
import dev.berth.ledger.computenode.ComputeNode;
import dev.berth.ledger.computenode.ComputeNodeSettings;
import dev.berth.ledger.computenode.LegacyStock;
import dev.berth.ledger.devicespec.HostDevices;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a report is made of, whether the host was read or a resource tracker's dictionary.
 *
 * @param cells ids of the NUMA cells, ascending
 * @param devices all devices, offered or not
 * @param warnings what was skipped on the way here
 */
public record HostFacts(ComputeNode node, List<Integer> cells, HostDevices devices, List<String> warnings) {
    public HostFacts {
        cells = cells.stream().sorted().distinct().toList();
        warnings = List.copyOf(warnings);
    }

    /** A host as it was read: nothing is overcommitted unless the settings say so. */
    public static HostFacts of(HostInventory host, ComputeNodeSettings settings) {
        return new HostFacts(
                new ComputeNode(
                        stock(host.cpus().count(), settings.cpuAllocationRatio()),
                        stock(host.memoryMb(), settings.ramAllocationRatio()),
                        stock(host.diskGb(), settings.diskAllocationRatio())),
                host.cells().stream().map(cell -> cell.id()).toList(),
                HostDevices.of(host.devices(), host.interfaces()),
                host.warnings().stream().map(Object::toString).toList());
    }

    private static LegacyStock stock(long total, OptionalDouble ratio) {
        return new LegacyStock(total, 0, OptionalDouble.of(ratio.orElse(1.0)));
    }
}
