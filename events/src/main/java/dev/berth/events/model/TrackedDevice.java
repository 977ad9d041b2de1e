package dev.berth.events.model;

import java.util.Optional;

/**
 * A PCI device as the ledger holds it: a fact. The agent says what it is, the ledger who has it.
 *
 * @param device as it was last reported, or last reported before it became busy
 * @param owner who holds it; present while it is busy
 * @param requestId which request of the owner it serves; present while it is busy
 * @param pending what a report has said of it since it became busy; it becomes so when the device is freed
 * @param departing a report has left it out while it was busy: it leaves when it is freed, without being available in
 *     between
 */
public record TrackedDevice(
        PciDevice device,
        DeviceStatus status,
        Optional<ConsumerId> owner,
        Optional<String> requestId,
        Optional<PciDevice> pending,
        boolean departing) {
    public TrackedDevice {
        if (status.isBusy() && (owner.isEmpty() || requestId.isEmpty())) {
            throw new MalformedException("expected an owner and a request of a busy device but got one without of the "
                    + status.text() + " " + device.address());
        }
    }

    public static TrackedDevice available(PciDevice device) {
        return new TrackedDevice(
                device, DeviceStatus.AVAILABLE, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public PciAddress address() {
        return device.address();
    }

    public boolean isAvailable() {
        return status == DeviceStatus.AVAILABLE;
    }

    public boolean isOwnedBy(ConsumerId consumer) {
        return owner.isPresent() && owner.get().equals(consumer);
    }

    /** The same device in a state without an owner. */
    public TrackedDevice idle(DeviceStatus newStatus) {
        return new TrackedDevice(device, newStatus, Optional.empty(), Optional.empty(), pending, departing);
    }

    public TrackedDevice busy(DeviceStatus newStatus, ConsumerId newOwner, String newRequestId) {
        return new TrackedDevice(
                device, newStatus, Optional.of(newOwner), Optional.of(newRequestId), pending, departing);
    }
}
