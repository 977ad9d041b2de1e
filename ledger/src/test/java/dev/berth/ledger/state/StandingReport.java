package dev.berth.ledger.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import java.util.Optional;

/**
 * What is left of a host's last report, as if it were told now: its providers with their names, parents, traits and
 * classes as they are, and its devices. Where it is like what the agent would say, there is nothing to report. What an
 * operator has set beside an agent's defaults makes no difference, and what departs is not in it.
 *
 * @param report as {@link dev.berth.events.command.ReportHost#vouched} has it of what an agent says
 * @param devices in order of their addresses, as they were last reported
 */
public record StandingReport(HostReport report, ImmutableList<PciDevice> devices) {
    /** Empty for a host whose agent has not reported. */
    public static Optional<StandingReport> of(LedgerView view, ProviderId host) {
        return view.hostReport(host).map(report -> new StandingReport(standing(view, report), devices(view, host)));
    }

    private static HostReport standing(LedgerView view, HostReport report) {
        ImmutableSortedMap.Builder<ProviderId, VouchedProvider> standing = ImmutableSortedMap.naturalOrder();
        report.vouched().forEach((id, vouched) -> {
            Optional<Provider> provider = view.provider(id);
            if (provider.isPresent() && !vouched.departing()) {
                standing.put(id, standing(provider.get(), vouched));
            }
        });
        return new HostReport(report.host(), standing.build(), report.cells());
    }

    private static VouchedProvider standing(Provider provider, VouchedProvider vouched) {
        ImmutableSortedMap.Builder<ResourceClass, VouchedInventory> classes = ImmutableSortedMap.naturalOrder();
        vouched.inventories().forEach((resourceClass, inventory) -> {
            InventoryRecord now = provider.inventories().get(resourceClass);
            if (now != null && !inventory.isDeparting()) {
                classes.put(resourceClass, VouchedInventory.of(inventory.asItStands(now), inventory.explicit()));
            }
        });
        return new VouchedProvider(
                provider.name(),
                provider.parent(),
                ImmutableSortedSet.copyOf(Sets.intersection(vouched.traits(), provider.traits())),
                classes.build(),
                false);
    }

    private static ImmutableList<PciDevice> devices(LedgerView view, ProviderId host) {
        return view.devices().of(host).devices().stream()
                .filter(device -> !device.departing())
                .map(StandingReport::lastReported)
                .collect(ImmutableList.toImmutableList());
    }

    private static PciDevice lastReported(TrackedDevice device) {
        return device.pending().orElse(device.device());
    }
}
