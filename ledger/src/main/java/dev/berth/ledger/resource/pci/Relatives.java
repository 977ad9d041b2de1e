package dev.berth.ledger.resource.pci;

import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceOutcome.Disallowed;
import dev.berth.ledger.resource.pci.DeviceOutcome.Reason;
import java.util.Optional;

/** The parent and the children of a device of a table, which are parts of one card with it, and what they object to. */
record Relatives(DeviceTable table, TrackedDevice device) {
    /** That one of them is held in a way that forbids to put the device into this state. */
    Optional<DeviceOutcome> objectionTo(DeviceStatus wanted) {
        for (TrackedDevice child : table.childrenOf(device.address())) {
            // Children left blocked under an available PF are an inconsistency seen in the field; a claim heals it.
            boolean isFree = child.status() == DeviceStatus.AVAILABLE
                    || child.status() == DeviceStatus.UNCLAIMABLE
                    || child.status() == DeviceStatus.UNAVAILABLE && wanted == DeviceStatus.CLAIMED;
            if (!isFree) {
                return Optional.of(new Disallowed(
                        Reason.CHILDREN_NOT_FREE,
                        "not all children of " + device.address() + " are free: " + child.address() + " is "
                                + child.status().text()));
            }
        }
        Optional<TrackedDevice> parent = device.device().parent().flatMap(table::get);
        if (parent.isPresent() && !isUsableParent(parent.get().status())) {
            return Optional.of(new Disallowed(
                    Reason.PARENT_NOT_USABLE,
                    "the parent " + parent.get().address() + " of " + device.address() + " is "
                            + parent.get().status().text()));
        }
        return Optional.empty();
    }

    /** That one of them is dirty or out of service, which excludes this one as long as nobody holds either. */
    Optional<DeviceOutcome> objectionIfOut() {
        Optional<DeviceOutcome> ofParent = device.device()
                .parent()
                .flatMap(table::get)
                .filter(TrackedDevice::isOut)
                .map(parent -> new Disallowed(
                        Reason.PARENT_NOT_USABLE,
                        "the parent " + parent.address() + " of " + device.address() + " is " + parent.state()));
        return ofParent.or(() -> table.childrenOf(device.address()).stream()
                .filter(TrackedDevice::isOut)
                .findFirst()
                .map(child -> new Disallowed(
                        Reason.CHILDREN_NOT_FREE,
                        "not all children of " + device.address() + " are free: " + child.address() + " is "
                                + child.state())));
    }

    private static boolean isUsableParent(DeviceStatus status) {
        return status == DeviceStatus.AVAILABLE || status.isBlocked();
    }
}
