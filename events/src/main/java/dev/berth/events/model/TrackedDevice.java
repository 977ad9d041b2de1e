package dev.berth.events.model;

import java.util.Optional;

/**
 * A PCI device as the ledger holds it: a fact. The agent says what it is, the ledger who has it.
 *
 * @param device as it was last reported, or last reported before it became busy
 * @param owner who holds it; present while it is busy
 * @param requestId which request of the owner it serves; present while it is busy
 * @param pending what a report has said of it since it became busy; it becomes so when the device is freed
 * @param departing a report has left it out while it was busy or out of service: it leaves when it is neither, without
 *     being free in between
 * @param dirty it has to be cleaned before it is free; while it is busy, once it is let go
 * @param outage an operator has taken it out of service; while it is busy, from when it is let go
 */
public record TrackedDevice(
        PciDevice device,
        DeviceStatus status,
        Optional<ConsumerId> owner,
        Optional<String> requestId,
        Optional<PciDevice> pending,
        boolean departing,
        boolean dirty,
        Optional<Outage> outage) {
    private static final String DIRTY = "dirty";

    public TrackedDevice {
        if (status.isBusy() && (owner.isEmpty() || requestId.isEmpty())) {
            throw new MalformedException("expected an owner and a request of a busy device but got one without of the "
                    + status.text() + " " + device.address());
        }
    }

    /** A device that is clean and in service. */
    public TrackedDevice(
            PciDevice device,
            DeviceStatus status,
            Optional<ConsumerId> owner,
            Optional<String> requestId,
            Optional<PciDevice> pending,
            boolean departing) {
        this(device, status, owner, requestId, pending, departing, false, Optional.empty());
    }

    public static TrackedDevice available(PciDevice device) {
        return new TrackedDevice(
                device, DeviceStatus.AVAILABLE, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public PciAddress address() {
        return device.address();
    }

    /** Whether anybody may have it. */
    public boolean isAvailable() {
        return status == DeviceStatus.AVAILABLE && !isOut();
    }

    /** Whether nobody holds it and nobody may: it is dirty, failed or drained. */
    public boolean isOut() {
        return !status.isBusy() && (dirty || outage.isPresent());
    }

    /** Whether its parent and its children cannot be given because of it. */
    public boolean excludesRelatives() {
        return status.isBusy() || isOut();
    }

    public boolean isOwnedBy(ConsumerId consumer) {
        return owner.isPresent() && owner.get().equals(consumer);
    }

    /** The word for its state in the API: who has it, or else why nobody may have it. */
    public String state() {
        if (!isOut()) {
            return status.text();
        }
        return outage.map(out -> out.cause().text()).orElse(DIRTY);
    }

    /** The same device in a state without an owner. */
    public TrackedDevice idle(DeviceStatus newStatus) {
        return new TrackedDevice(
                device, newStatus, Optional.empty(), Optional.empty(), pending, departing, dirty, outage);
    }

    public TrackedDevice busy(DeviceStatus newStatus, ConsumerId newOwner, String newRequestId) {
        return new TrackedDevice(
                device, newStatus, Optional.of(newOwner), Optional.of(newRequestId), pending, departing, dirty, outage);
    }

    /** The same device as it was reported since, to hold at once, or once it is let go. */
    public TrackedDevice reported(PciDevice reported) {
        Optional<PciDevice> later =
                status.isBusy() && !reported.equals(device) ? Optional.of(reported) : Optional.empty();
        return new TrackedDevice(
                status.isBusy() ? device : reported, status, owner, requestId, later, false, dirty, outage);
    }

    /** The same device, left out by a report. */
    public TrackedDevice departed() {
        return new TrackedDevice(device, status, owner, requestId, pending, true, dirty, outage);
    }

    /** The same device, counted by no provider, as it is known. */
    public TrackedDevice uncounted() {
        return new TrackedDevice(device.withoutProvider(), status, owner, requestId, pending, departing, dirty, outage);
    }

    /** The same device, to be cleaned. */
    public TrackedDevice soiled() {
        return new TrackedDevice(device, status, owner, requestId, pending, departing, true, outage);
    }

    /** The same device, cleaned. */
    public TrackedDevice cleaned() {
        return new TrackedDevice(device, status, owner, requestId, pending, departing, false, outage);
    }

    /** The same device, out of service or back in it. */
    public TrackedDevice withOutage(Optional<Outage> newOutage) {
        return new TrackedDevice(device, status, owner, requestId, pending, departing, dirty, newOutage);
    }
}
