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
    private TreeMap<PciAddress, Children> children;
    private TreeSet<PciAddress> written = TreeSet.empty();

    DeviceTableEdit(DeviceTable before) {
        this.before = before;
        this.devices = before.byAddress();
        this.children = before.childrenByParent();
    }

    void put(TrackedDevice device) {
        Optional<TrackedDevice> old = get(device.address());
        Optional<PciAddress> parent = device.device().parent();
        if (old.isPresent() && old.get().device().parent().equals(parent)) {
            parent.ifPresent(of -> children = children.put(of, childrenOf(of).replacing(old.get(), device)));
        } else {
            old.ifPresent(this::unlink);
            parent.ifPresent(of -> children = children.put(of, childrenOf(of).with(device)));
        }
        written = written.add(device.address());
        devices = devices.put(device.address(), device);
    }

    void remove(TrackedDevice device) {
        get(device.address()).ifPresent(this::unlink);
        written = written.add(device.address());
        devices = devices.remove(device.address());
    }

    /** From here on relatives are free again as far as nobody else holds one. */
    void free(TrackedDevice device) {
        for (PciAddress child : childrenOf(device.address()).addresses()) {
            get(child).filter(it -> it.status().isBlocked()).ifPresent(it -> put(it.idle(DeviceStatus.AVAILABLE)));
        }
        device.device()
                .parent()
                .flatMap(this::get)
                .filter(parent -> parent.status().isBlocked() && areOtherChildrenAvailable(parent, device))
                .ifPresent(parent -> put(parent.idle(DeviceStatus.AVAILABLE)));
        TrackedDevice idle = device.idle(DeviceStatus.AVAILABLE);
        PciDevice now = device.pending().orElse(device.device());
        if (!device.departing()) {
            put(idle.reported(now));
        } else if (idle.isOut()) {
            put(idle);
        } else {
            remove(device);
        }
        settleFamily(device.device());
        if (!now.parent().equals(device.device().parent())) {
            settleFamily(now);
        }
    }

    /**
     * Puts another state of dirt or outage in the place of the device's, with what it does to its relatives; one that
     * has left its host goes for good once it is neither dirty nor out of service.
     */
    void replace(TrackedDevice device, TrackedDevice changed) {
        if (changed.departing() && !changed.excludesRelatives()) {
            remove(device);
        } else {
            put(changed);
        }
        settleFamily(device.device());
    }

    /** Nothing that a relative excludes is free. */
    void exclude() {
        for (TrackedDevice device : devices.values()) {
            if (device.status() == DeviceStatus.AVAILABLE) {
                excluded(device.device()).ifPresent(blocked -> put(device.idle(blocked)));
            }
        }
    }

    /** The device, its parent and its children are blocked as far as a relative of theirs excludes them. */
    private void settleFamily(PciDevice device) {
        get(device.address()).ifPresent(this::settle);
        device.parent().flatMap(this::get).ifPresent(this::settle);
        for (PciAddress child : childrenOf(device.address()).addresses()) {
            get(child).ifPresent(this::settle);
        }
    }

    private void settle(TrackedDevice device) {
        Optional<DeviceStatus> blocked = excluded(device.device());
        if (device.status().isBlocked() && blocked.isEmpty()) {
            put(device.idle(DeviceStatus.AVAILABLE));
        } else if (device.status() == DeviceStatus.AVAILABLE && blocked.isPresent()) {
            put(device.idle(blocked.get()));
        }
    }

    /** Gives the device the attributes that were reported, at once or when it is freed. */
    void update(TrackedDevice tracked, PciDevice reported) {
        if (tracked.status().isBusy()) {
            TrackedDevice updated = tracked.reported(reported);
            put(OneTimeUse.isAskedOf(reported) ? updated.soiled() : updated);
            return;
        }
        put(tracked.reported(reported));
    }

    /** A device that has another parent than before, and the parent that it had, are blocked as their relatives say. */
    void settleIfMoved(PciAddress address) {
        Optional<PciAddress> parentBefore =
                before.get(address).flatMap(old -> old.device().parent());
        Optional<PciAddress> parent = get(address).flatMap(now -> now.device().parent());
        if (before.get(address).isPresent() && !parentBefore.equals(parent)) {
            get(address).ifPresent(this::settle);
            parentBefore.flatMap(this::get).ifPresent(this::settle);
        }
    }

    DeviceTable table() {
        return new DeviceTable(devices, children);
    }

    /** The change from the table before to the given one. */
    DeviceOutcome.Changed to(DeviceTable after) {
        devices = after.byAddress();
        children = after.childrenByParent();
        written = TreeSet.ofAll(before.byAddress().keySet()).addAll(devices.keySet());
        return changed();
    }

    DeviceOutcome.Changed changed() {
        TreeSet<PciAddress> touched =
                written.filter(address -> !before.byAddress().get(address).equals(devices.get(address)));
        return new DeviceOutcome.Changed(table(), ImmutableSortedSet.copyOf(touched));
    }

    private boolean areOtherChildrenAvailable(TrackedDevice parent, TrackedDevice child) {
        boolean isCounted = get(child.address())
                .filter(now -> !now.isAvailable() && now.device().parent().equals(Optional.of(parent.address())))
                .isPresent();
        return childrenOf(parent.address()).unavailable() == (isCounted ? 1 : 0);
    }

    /** How relatives block the device, if any does: unclaimable while one is claimed and nothing worse. */
    private Optional<DeviceStatus> excluded(PciDevice device) {
        Optional<TrackedDevice> parent = device.parent().flatMap(this::get).filter(TrackedDevice::excludesRelatives);
        Children ofDevice = childrenOf(device.address());
        if (parent.isEmpty() && ofDevice.excluding() == 0) {
            return Optional.empty();
        }
        boolean areClaimed = ofDevice.excluding() == ofDevice.claimed()
                && parent.filter(held -> held.status() != DeviceStatus.CLAIMED).isEmpty();
        return Optional.of(areClaimed ? DeviceStatus.UNCLAIMABLE : DeviceStatus.UNAVAILABLE);
    }

    private Children childrenOf(PciAddress address) {
        return children.getOrElse(address, Children.NONE);
    }

    Optional<TrackedDevice> get(PciAddress address) {
        return devices.get(address).toJavaOptional();
    }

    /** Takes the device, as it is in the table now, from the children of its parent. */
    private void unlink(TrackedDevice device) {
        device.device().parent().ifPresent(parent -> {
            Children left = childrenOf(parent).without(device);
            children = left.isEmpty() ? children.remove(parent) : children.put(parent, left);
        });
    }
}
