package dev.berth.events.command;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.VouchedProvider;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a compute agent says its host has: a full snapshot. Providers of the host that it does not name any more are
 * deleted if nothing is allocated from them and kept otherwise. Saying the same again changes nothing.
 *
 * @param host the root provider of the host
 * @param providers the host's tree, parents before children; the first is the root
 * @param cells the NUMA cells by their ids
 * @param devices all PCI devices that it offers, each with the provider of this report that counts it, if one does
 * @param sequence grows from each report of the host to the next, from 0; milliseconds since the epoch do, and so does
 *     a count. It may lie ahead of the log's clock by {@code SEQUENCE_AHEAD_MS_MAX} at most, so that no wrong clock
 *     takes all numbers. Empty of a host that is not enrolled
 */
public record ReportHost(
        CommandId commandId,
        ProviderId host,
        ImmutableList<ReportedProvider> providers,
        ImmutableSortedMap<Integer, NumaCell> cells,
        ImmutableList<PciDevice> devices,
        OptionalLong sequence)
        implements Command {
    public ReportHost {
        Limits.requireAtMost(Limits.TREE_PROVIDERS_MAX, providers.size(), "providers in a report");
        Limits.requireAtMost(Limits.HOST_CELLS_MAX, cells.size(), "NUMA cells in a report");
        Limits.requireAtMost(Limits.HOST_DEVICES_MAX, devices.size(), "PCI devices in a report");
        Set<ProviderId> ids = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        for (ReportedProvider reported : providers) {
            boolean isPlaced = ids.isEmpty()
                    ? reported.provider().equals(host) && reported.parent().isEmpty()
                    : reported.parent().isPresent()
                            && ids.contains(reported.parent().get());
            if (!isPlaced || !ids.add(reported.provider()) || !names.add(reported.name())) {
                throw new MalformedException("expected the tree of host " + host
                        + ", parents first, each id and name once, but got " + reported.provider() + " named "
                        + quoted(reported.name()));
            }
        }
        if (ids.isEmpty()) {
            throw new MalformedException("expected at least the host " + host + " itself but got nothing");
        }
        cells.forEach((id, cell) -> {
            if (cell.id() != id) {
                throw new MalformedException(
                        "expected cell " + cell.id() + " of host " + host + " under its own id but got it under " + id);
            }
        });
        Set<PciAddress> addresses = new TreeSet<>();
        for (PciDevice device : devices) {
            if (!addresses.add(device.address())) {
                throw new MalformedException(
                        "expected each device of host " + host + " once but got " + device.address() + " twice");
            }
        }
        if (sequence.orElse(0) < 0) {
            throw new MalformedException(
                    "expected a sequence number of at least 0 but got " + sequence.getAsLong() + " of host " + host);
        }
    }

    /** A report without a number: of a host that is not enrolled. */
    public ReportHost(
            CommandId commandId,
            ProviderId host,
            ImmutableList<ReportedProvider> providers,
            ImmutableSortedMap<Integer, NumaCell> cells,
            ImmutableList<PciDevice> devices) {
        this(commandId, host, providers, cells, devices, OptionalLong.empty());
    }

    /** The report of a host without NUMA cells and PCI devices. */
    public ReportHost(CommandId commandId, ProviderId host, ImmutableList<ReportedProvider> providers) {
        this(commandId, host, providers, ImmutableSortedMap.of(), ImmutableList.of());
    }

    /** What the ledger remembers of the report, before anybody else has set anything. */
    public HostReport vouched() {
        ImmutableSortedMap.Builder<ProviderId, VouchedProvider> vouched = ImmutableSortedMap.naturalOrder();
        providers.forEach(reported -> vouched.put(reported.provider(), reported.vouched()));
        return new HostReport(host, vouched.build(), cells);
    }

    /** This report with its number. */
    public ReportHost withSequence(long number) {
        return new ReportHost(commandId, host, providers, cells, devices, OptionalLong.of(number));
    }

    @Override
    public CommandKind kind() {
        return CommandKind.REPORT_HOST;
    }
}
