package dev.berth.ledger.vouched;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.event.Event;
import dev.berth.events.host.VouchedDigest;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import dev.berth.ledger.state.Touched;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the agent of a host vouches for, as it stands: the last report with all that others have deleted or changed of
 * it. What others have added is not in it, nor who holds what. Stateless.
 */
public final class Vouched {
    private Vouched() {}

    /** The digest of what stands; empty of a host whose agent vouches for nothing. */
    public static Optional<Sha256> digest(LedgerView view, ProviderId host) {
        Optional<HostReport> report =
                view.hostReport(host).filter(found -> !found.vouched().isEmpty());
        return report.map(found -> digest(view, found));
    }

    private static Sha256 digest(LedgerView view, HostReport report) {
        VouchedDigest digest = new VouchedDigest(report.cells());
        report.vouched()
                .forEach((id, vouched) -> view.provider(id)
                        .filter(provider -> !vouched.departing())
                        .ifPresent(provider -> put(digest, view, provider, vouched)));
        for (TrackedDevice tracked : view.devices().of(report.host()).devices()) {
            if (!tracked.departing()) {
                digest.device(tracked.pending().orElse(tracked.device()));
            }
        }
        return digest.sha256();
    }

    /**
     * What an operator has set beside the agent's defaults is no difference, nor what is reserved because devices are
     * dirty, and what is on its way out not there.
     */
    private static void put(VouchedDigest digest, LedgerView view, Provider provider, VouchedProvider vouched) {
        Optional<ResourceClass> dirty = view.devices()
                .stockOf(provider.id())
                .filter(view.devices()::areAllDirty)
                .map(Stock::resourceClass);
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>();
        TreeMap<ResourceClass, ImmutableSortedSet<InventoryField>> explicit = new TreeMap<>();
        vouched.inventories().forEach((resourceClass, known) -> {
            InventoryRecord now = provider.inventories().get(resourceClass);
            if (now != null && !known.isDeparting()) {
                InventoryRecord standing = known.asItStands(now);
                inventories.put(
                        resourceClass,
                        dirty.equals(Optional.of(resourceClass))
                                ? standing.with(ImmutableSortedSet.of(InventoryField.RESERVED), known.reported())
                                : standing);
                explicit.put(resourceClass, known.explicit());
            }
        });
        digest.provider(
                provider.id(),
                provider.name(),
                provider.parent(),
                inventories,
                explicit,
                ImmutableSortedSet.copyOf(Sets.intersection(provider.traits(), vouched.traits())));
    }

    /**
     * The hosts of which something else may stand after commands than before. A claim or a release by itself changes
     * nothing that is vouched for, and costs a look at each provider that it is of.
     *
     * @param touched what the commands have changed
     * @param events what followed from them
     */
    public static SortedSet<ProviderId> changed(
            RegionView before, RegionView after, Touched touched, Iterable<Event> events) {
        TreeSet<ProviderId> hosts = new TreeSet<>(touched.reports());
        for (ProviderId provider : touched.providers()) {
            if (!isSame(before.provider(provider), after.provider(provider))) {
                before.voucherOf(provider).ifPresent(hosts::add);
                after.voucherOf(provider).ifPresent(hosts::add);
            }
        }
        for (Event event : events) {
            if (event instanceof DevicesReported reported) {
                hosts.add(reported.host());
            }
        }
        return hosts;
    }

    /** What has not changed is the same object almost always. */
    private static boolean isSame(Optional<Provider> before, Optional<Provider> after) {
        return before.isPresent()
                && after.isPresent()
                && before.get().name().equals(after.get().name())
                && before.get().parent().equals(after.get().parent())
                && before.get().inventories().equals(after.get().inventories())
                && before.get().traits().equals(after.get().traits());
    }
}
