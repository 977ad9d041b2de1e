package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.TrackedDevice;

/** What became of an operation on a device table: the table after it, or why it was refused and nothing changed. */
public sealed interface DeviceOutcome {
    /** @param touched addresses whose device changed, came or went */
    record Changed(DeviceTable table, ImmutableSortedSet<PciAddress> touched) implements DeviceOutcome {}

    record Disallowed(Reason reason, String message) implements DeviceOutcome {
        static Disallowed unknown(PciAddress address) {
            return new Disallowed(Reason.UNKNOWN_DEVICE, "there is no device at " + address);
        }

        /** @param participle what would have been done with the device */
        static Disallowed invalidStatus(TrackedDevice device, String participle) {
            return new Disallowed(
                    Reason.INVALID_STATUS,
                    device.address() + " cannot be " + participle + " while it is " + device.state());
        }

        /** @param owner who does not hold the device */
        static Disallowed invalidOwner(TrackedDevice device, ConsumerId owner) {
            return new Disallowed(
                    Reason.INVALID_OWNER,
                    device.address() + " is held by "
                            + device.owner().map(ConsumerId::toString).orElse("nobody") + " and not by " + owner);
        }
    }

    enum Reason {
        UNKNOWN_DEVICE,
        /** The device is not in a state from which the operation leads anywhere. */
        INVALID_STATUS,
        /** Somebody else holds the device. */
        INVALID_OWNER,
        /** A PF is asked for of which a child is in use. */
        CHILDREN_NOT_FREE,
        /** A child is asked for whose PF is in use. */
        PARENT_NOT_USABLE
    }

    default boolean isChanged() {
        return this instanceof Changed;
    }

    /** What has changed, for callers that know that the operation is allowed. */
    default Changed changedOrElseThrow() {
        if (this instanceof Changed changed) {
            return changed;
        }
        throw new IllegalStateException("expected an allowed operation but " + ((Disallowed) this).message());
    }

    /** The table afterwards, for callers that know that the operation is allowed. */
    default DeviceTable orElseThrow() {
        return changedOrElseThrow().table();
    }
}
