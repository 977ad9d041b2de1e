package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.event.Event;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.claim.DeviceRoom;
import dev.berth.ledger.resource.pci.DeviceOutcome;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.Stock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of PCI devices as facts: a report says what they are, claims say who holds them. What a device may do next
 * is the {@link DeviceTable}'s to say.
 */
final class DeviceRules {
    private DeviceRules() {}

    /** A device whose units nobody could claim as the report says, if there is one. */
    static Optional<Refusal> uncounted(LedgerView view, ReportHost command) {
        TreeMap<ProviderId, ReportedProvider> providers = new TreeMap<>();
        command.providers().forEach(provider -> providers.put(provider.provider(), provider));
        TreeMap<PciAddress, PciDevice> devices = new TreeMap<>();
        command.devices().forEach(device -> devices.put(device.address(), device));
        for (PciDevice device : command.devices()) {
            if (device.provider().isPresent()
                    && (!isCounted(view, command, providers, device) || isCountedTwice(devices, device))) {
                return Optional.of(Refusal.of(Rejection.DEVICE_NOT_COUNTED)
                        .with(Fact.HOST, command.host())
                        .with(Fact.DEVICE, device.address())
                        .with(Fact.PROVIDER, device.provider().get()));
            }
        }
        return Optional.empty();
    }

    /** Whether it is a unit of the same class of the same provider as its parent: only one of the two can be held. */
    private static boolean isCountedTwice(Map<PciAddress, PciDevice> devices, PciDevice device) {
        Optional<PciDevice> parent = device.parent().map(devices::get);
        return parent.isPresent()
                && parent.get().provider().equals(device.provider())
                && DeviceProvider.classOf(parent.get()).equals(DeviceProvider.classOf(device));
    }

    private static boolean isCounted(
            LedgerView view, ReportHost command, Map<ProviderId, ReportedProvider> providers, PciDevice device) {
        ProviderId counter = device.provider().orElseThrow();
        Optional<ResourceClass> unit = DeviceProvider.classOf(device);
        ReportedProvider reported = providers.get(counter);
        boolean isElsewhere = view.devices()
                .hostOf(counter)
                .filter(host -> !host.equals(command.host()))
                .isPresent();
        return !isElsewhere
                && reported != null
                && unit.isPresent()
                && reported.inventories().containsKey(unit.get());
    }

    /**
     * What a report makes of the host's devices, and which of them stand for amounts that were allocated before they
     * were known.
     */
    static ImmutableList<Event> reported(LedgerView view, ReportHost command) {
        DeviceTable before = view.devices().of(command.host());
        DeviceOutcome.Changed report = before.report(command.devices());
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        if (!report.touched().isEmpty()) {
            ImmutableList.Builder<TrackedDevice> changed = ImmutableList.builder();
            ImmutableSortedSet.Builder<PciAddress> removed = ImmutableSortedSet.naturalOrder();
            for (PciAddress address : report.touched()) {
                report.table().get(address).ifPresentOrElse(changed::add, () -> removed.add(address));
            }
            events.add(new DevicesReported(command.host(), changed.build(), removed.build()));
        }
        return events.addAll(adopted(view, command.host(), report.table())).build();
    }

    /**
     * Of each provider that counts any of the free devices, as long as there are any, those who hold amounts of it take
     * them.
     */
    private static ImmutableList<Event> adopted(LedgerView view, ProviderId host, DeviceTable table) {
        DeviceRoom room = new DeviceRoom(view);
        room.put(host, table);
        TreeSet<Stock> seen = new TreeSet<>();
        for (TrackedDevice device : table.devices()) {
            Optional<Stock> stock = device.isAvailable() ? Stock.of(device) : Optional.empty();
            if (stock.isPresent()
                    && seen.add(stock.get())
                    && view.used(stock.get().provider(), stock.get().resourceClass()) > 0) {
                adopt(view, host, stock.get(), room);
            }
        }
        return room.taken();
    }

    private static void adopt(LedgerView view, ProviderId host, Stock stock, DeviceRoom room) {
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

    /** All devices that the consumer holds are free. */
    static ImmutableList<Event> released(LedgerView view, ConsumerId consumer) {
        DeviceRoom room = new DeviceRoom(view);
        room.letGo(consumer, Allocations.NONE);
        return room.freed();
    }

    static RegionEdit evolve(RegionEdit edit, DevicesReported event) {
        DeviceTable table = edit.devices().of(event.host());
        return edit.devices(event.host(), table.with(event.devices(), event.removed()));
    }

    static RegionEdit evolve(RegionEdit edit, DevicesClaimed event) {
        return edit.devices(
                event.host(),
                edit.devices().claimed(event.host(), event.consumer(), event.devices()),
                event.devices().keySet());
    }

    static RegionEdit evolve(RegionEdit edit, DevicesFreed event) {
        return edit.devices(
                event.host(),
                edit.devices().freed(event.host(), event.consumer(), event.addresses()),
                event.addresses());
    }
}
