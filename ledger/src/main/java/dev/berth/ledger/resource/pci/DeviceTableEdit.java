package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.TrackedDevice;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.Optional;

/** The next table while an operation makes it. It checks nothing: {@link DeviceTable} has, before it comes here. */
final class DeviceTableEdit {
    private final DeviceTable before;
    private TreeMap<PciAddress, TrackedDevice> devices;
    private TreeMap<PciAddress, TreeSet<PciAddress>> children;
    private TreeSet<PciAddress> written = TreeSet.empty();

    DeviceTableEdit(DeviceTable before) {
        this.before = before;
        this.devices = before.byAddress();
        this.children = before.childrenByParent();
    }

    void put(TrackedDevice device) {
        Optional<TrackedDevice> old = get(device.address());
        if (old.isPresent()
                && !old.get().device().parent().equals(device.device().parent())) {
            unlink(old.get());
        }
        written = written.add(device.address());
        devices = devices.put(device.address(), device);
        device.device()
                .parent()
                .ifPresent(parent -> children = children.put(
                        parent, children.getOrElse(parent, TreeSet.empty()).add(device.address())));
    }

    void remove(TrackedDevice device) {
        written = written.add(device.address());
        devices = devices.remove(device.address());
        unlink(device);
    }

    /** From here on relatives are free again as far as nobody else holds one. */
    void free(TrackedDevice device) {
        for (PciAddress child : children.getOrElse(device.address(), TreeSet.empty())) {
            get(child).filter(it -> it.status().isBlocked()).ifPresent(it -> put(it.idle(DeviceStatus.AVAILABLE)));
        }
        device.device()
                .parent()
                .flatMap(this::get)
                .filter(parent -> parent.status().isBlocked() && areOtherChildrenAvailable(parent, device))
                .ifPresent(parent -> put(parent.idle(DeviceStatus.AVAILABLE)));
        if (device.departing()) {
            remove(device);
        } else {
            put(TrackedDevice.available(device.pending().orElse(device.device())));
            settle(device.address());
        }
    }

    /** Gives the device the attributes that were reported, at once or when it is freed. */
    void update(TrackedDevice tracked, PciDevice reported) {
        if (tracked.status().isBusy()) {
            Optional<PciDevice> pending = reported.equals(tracked.device()) ? Optional.empty() : Optional.of(reported);
            put(new TrackedDevice(
                    tracked.device(), tracked.status(), tracked.owner(), tracked.requestId(), pending, false));
            return;
        }
        put(new TrackedDevice(
                reported, tracked.status(), tracked.owner(), tracked.requestId(), Optional.empty(), false));
    }

    /**
     * A device that is new, or has another parent than before, is free or not as its relatives are: while a PF is held,
     * nobody gets the VFs that it has from now on.
     */
    void settle(PciAddress address) {
        TrackedDevice device = get(address).orElseThrow();
        boolean isPlacedAsBefore = before.get(address)
                .filter(old -> old.device().parent().equals(device.device().parent()))
                .isPresent();
        if (isPlacedAsBefore || !(device.isAvailable() || device.status().isBlocked())) {
            return;
        }
        if (!hasBusyRelative(device.device())) {
            put(device.idle(DeviceStatus.AVAILABLE));
        } else if (device.isAvailable()) {
            put(device.idle(DeviceStatus.UNCLAIMABLE));
        }
    }

    DeviceTable table() {
        return new DeviceTable(devices, children);
    }

    DeviceOutcome.Changed changed() {
        TreeSet<PciAddress> touched =
                written.filter(address -> !before.byAddress().get(address).equals(devices.get(address)));
        return new DeviceOutcome.Changed(table(), ImmutableSortedSet.copyOf(touched));
    }

    private boolean areOtherChildrenAvailable(TrackedDevice parent, TrackedDevice child) {
        return children.getOrElse(parent.address(), TreeSet.empty())
                .filter(address -> !address.equals(child.address()))
                .forAll(address -> devices.get(address).exists(TrackedDevice::isAvailable));
    }

    private boolean hasBusyRelative(PciDevice device) {
        boolean isParentBusy = device.parent()
                .flatMap(this::get)
                .filter(it -> it.status().isBusy())
                .isPresent();
        return isParentBusy
                || children.getOrElse(device.address(), TreeSet.empty())
                        .exists(child ->
                                devices.get(child).exists(it -> it.status().isBusy()));
    }

    private Optional<TrackedDevice> get(PciAddress address) {
        return devices.get(address).toJavaOptional();
    }

    private void unlink(TrackedDevice device) {
        device.device().parent().ifPresent(parent -> {
            TreeSet<PciAddress> left =
                    children.getOrElse(parent, TreeSet.empty()).remove(device.address());
            children = left.isEmpty() ? children.remove(parent) : children.put(parent, left);
        });
    }
}
