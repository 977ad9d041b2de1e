package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.DevicesChanged;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.event.Event;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.claim.DeviceRoom;
import dev.berth.ledger.resource.pci.DeviceOutcome;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.DeviceUpkeep;
import dev.berth.ledger.state.DeviceTables;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.Stock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules of PCI devices as facts: a report says what they are, claims say who holds them, operators and agents say
 * which are clean and in service. What a device may do next is the {@link DeviceTable}'s to say.
 */
final class DeviceRules {
    private DeviceRules() {}

    /** A device whose units nobody could claim as the report says, if there is one. */
    static Optional<Refusal> uncounted(LedgerView view, ReportHost command) {
        TreeMap<ProviderId, ReportedProvider> providers = new TreeMap<>();
        command.providers().forEach(provider -> providers.put(provider.provider(), provider));
        TreeMap<PciAddress, PciDevice> devices = new TreeMap<>();
        command.devices().forEach(device -> devices.put(device.address(), device));
        TreeMap<ProviderId, ResourceClass> classes = new TreeMap<>();
        for (PciDevice device : command.devices()) {
            if (device.provider().isPresent()
                    && (!isCounted(view, command, providers, device)
                            || isCountedTwice(devices, device)
                            || isOfAnotherClass(classes, device))) {
                return Optional.of(Refusal.of(Rejection.DEVICE_NOT_COUNTED)
                        .with(Fact.HOST, command.host())
                        .with(Fact.DEVICE, device.address())
                        .with(Fact.PROVIDER, device.provider().get()));
            }
        }
        return Optional.empty();
    }

    /** Whether it is a unit of the same provider as its parent: only one of the two can be held. */
    private static boolean isCountedTwice(Map<PciAddress, PciDevice> devices, PciDevice device) {
        Optional<PciDevice> parent = device.parent().map(devices::get);
        return parent.isPresent() && parent.get().provider().equals(device.provider());
    }

    /**
     * Whether its provider counts a device before it as another class. Requests name the providers of their devices
     * and no classes, so which units they mean would not be known.
     *
     * @param classes of the devices before it, by provider; it is added
     */
    private static boolean isOfAnotherClass(Map<ProviderId, ResourceClass> classes, PciDevice device) {
        ResourceClass unit = DeviceProvider.classOf(device).orElseThrow();
        ResourceClass before = classes.putIfAbsent(device.provider().orElseThrow(), unit);
        return before != null && !before.equals(unit);
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

    static Outcome decide(LedgerView view, ChangeDevice command) {
        DeviceTable table = view.devices().of(command.host());
        Optional<TrackedDevice> found = table.get(command.address());
        if (found.isEmpty()) {
            return Outcome.refused(ofDevice(Rejection.DEVICE_NOT_FOUND, command));
        }
        Optional<ConsumerId> holder = found.get().owner();
        if (command.action() == ChangeDevice.Action.ACKNOWLEDGE && holder.isPresent()) {
            return Outcome.refused(ofDevice(Rejection.DEVICE_IN_USE, command).with(Fact.CONSUMER, holder.get()));
        }
        // From here on it succeeds.
        PciAddress address = command.address();
        DeviceUpkeep upkeep = new DeviceUpkeep(table);
        DeviceOutcome outcome = switch (command.action()) {
            case DRAIN, FAIL -> upkeep.takeOut(address, command.outage().orElseThrow());
            case RETURN -> upkeep.putBack(address);
            case CLEAN -> upkeep.askCleaning(address);
            case ACKNOWLEDGE -> upkeep.acknowledge(address);
        };
        return changed(view, command.host(), outcome.changedOrElseThrow(), Stock.of(found.get()));
    }

    private static Refusal ofDevice(Rejection rejection, ChangeDevice command) {
        return Refusal.of(rejection).with(Fact.HOST, command.host()).with(Fact.DEVICE, command.address());
    }

    private static Outcome changed(
            LedgerView view, ProviderId host, DeviceOutcome.Changed changed, Optional<Stock> stock) {
        if (changed.touched().isEmpty()) {
            return Outcome.accepted();
        }
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        events.add(told(host, changed));
        DeviceTables after = view.devices().with(host, changed);
        stock.flatMap(it -> CleaningMarks.changed(view, view.devices(), after, it))
                .ifPresent(events::add);
        return Outcome.accepted(events.build());
    }

    /** An operator has written that nothing of the provider is reserved any more: its devices are clean. */
    static Optional<DevicesChanged> acknowledged(
            LedgerView view, Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> written) {
        return acknowledged(view, view.devices(), provider, written);
    }

    /** The same, with devices that the command has changed already. */
    static Optional<DevicesChanged> acknowledged(
            LedgerView view,
            DeviceTables devices,
            Provider provider,
            ImmutableSortedMap<ResourceClass, InventoryRecord> written) {
        Optional<ProviderId> host = CleaningMarks.endedBy(view, provider, written)
                .flatMap(stock -> view.devices().hostOf(provider.id()));
        if (host.isEmpty()) {
            return Optional.empty();
        }
        DeviceOutcome.Changed clean = new DeviceUpkeep(devices.of(host.get()))
                .acknowledgeAll(view.devices().countedBy(provider.id()));
        return clean.touched().isEmpty() ? Optional.empty() : Optional.of(told(host.get(), clean));
    }

    /** Forgets the host's devices once the host is gone, because they belong to another host by then. */
    static Optional<Event> forgotten(LedgerView view, ProviderId host) {
        DeviceTable remembered =
                view.devices().of(host).report(ImmutableList.of()).table();
        return remembered.isEmpty()
                ? Optional.empty()
                : Optional.of(new DevicesChanged(
                        host, ImmutableList.of(), ImmutableSortedSet.copyOf(remembered.addresses())));
    }

    private static DevicesChanged told(ProviderId host, DeviceOutcome.Changed changed) {
        ImmutableList.Builder<TrackedDevice> devices = ImmutableList.builder();
        ImmutableSortedSet.Builder<PciAddress> removed = ImmutableSortedSet.naturalOrder();
        for (PciAddress address : changed.touched()) {
            changed.table().get(address).ifPresentOrElse(devices::add, () -> removed.add(address));
        }
        return new DevicesChanged(host, devices.build(), removed.build());
    }

    /** The consumer lets go of all devices that it holds. */
    static ImmutableList<Event> released(LedgerView view, ConsumerId consumer) {
        DeviceRoom room = new DeviceRoom(view);
        room.letGo(consumer, Allocations.NONE);
        return ImmutableList.<Event>builder()
                .addAll(room.freed())
                .addAll(CleaningMarks.missing(view, room.devices(), room.soiled()))
                .build();
    }

    static RegionEdit evolve(RegionEdit edit, DevicesReported event) {
        DeviceTable table = edit.devices().of(event.host());
        return edit.devices(event.host(), table.with(event.devices(), event.removed()));
    }

    static RegionEdit evolve(RegionEdit edit, DevicesChanged event) {
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
