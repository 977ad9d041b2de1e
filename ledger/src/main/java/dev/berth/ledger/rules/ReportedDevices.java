package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportHost;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.event.Event;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.claim.DeviceRoom;
import dev.berth.ledger.resource.pci.DeviceOutcome;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.DeviceUpkeep;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a report makes of the host's devices, and which of them stand for amounts that were allocated before they were
 * known. Used by one thread for one decision.
 */
final class ReportedDevices {
    private final ProviderId host;
    private final DeviceOutcome.Changed report;
    private final DeviceRoom room;

    /** @param predecessor the host that the machine was before */
    ReportedDevices(LedgerView view, ReportHost command, Optional<ProviderId> predecessor) {
        DeviceTable before = view.devices().of(command.host());
        DeviceTable known = predecessor
                .map(old -> new DeviceUpkeep(before).inheriting(view.devices().of(old)))
                .orElse(before);
        DeviceTable cleaned =
                new DeviceUpkeep(known).acknowledgeAll(command.cleaned()).table();
        this.host = command.host();
        this.report = before.changedTo(cleaned.report(command.devices()).table());
        this.room = new DeviceRoom(view);
        room.put(host, report.table());
        adopt(view);
    }

    ImmutableList<Event> events() {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        if (!report.touched().isEmpty()) {
            ImmutableList.Builder<TrackedDevice> changed = ImmutableList.builder();
            ImmutableSortedSet.Builder<PciAddress> removed = ImmutableSortedSet.naturalOrder();
            for (PciAddress address : report.touched()) {
                report.table().get(address).ifPresentOrElse(changed::add, () -> removed.add(address));
            }
            events.add(new DevicesReported(host, changed.build(), removed.build()));
        }
        return events.addAll(room.taken()).build();
    }

    /** The inventories of one of the host's providers, all of it reserved if its devices have to be cleaned. */
    ImmutableSortedMap<ResourceClass, InventoryRecord> marked(
            ProviderId provider,
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
            VouchedProvider vouched) {
        return CleaningMarks.on(inventories, room.devices(), provider, Optional.of(vouched));
    }

    /**
     * For each provider that counts free devices, while there are any, the consumers that hold amounts of it take
     * them.
     */
    private void adopt(LedgerView view) {
        TreeSet<Stock> seen = new TreeSet<>();
        for (TrackedDevice device : report.table().devices()) {
            Optional<Stock> stock = device.isAvailable() ? Stock.of(device) : Optional.empty();
            if (stock.isPresent()
                    && seen.add(stock.get())
                    && view.used(stock.get().provider(), stock.get().resourceClass()) > 0) {
                adopt(view, stock.get());
            }
        }
    }

    private void adopt(LedgerView view, Stock stock) {
        for (ConsumerId holder : view.consumersOn(stock.provider())) {
            if (!room.hasSpares(stock)) {
                return;
            }
            long entitled = view.consumer(holder)
                    .map(consumer -> consumer.allocations().amount(stock.provider(), stock.resourceClass()))
                    .orElse(0L);
            room.take(holder, host, stock, entitled);
        }
    }
}
