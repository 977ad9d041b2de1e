package dev.berth.ledger.whatif;

import com.google.common.collect.Comparators;
import com.google.common.collect.ComparisonChain;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that a consumer holds and could not be given any more: an amount of a class, a device, or else whatever it
 * holds of a host. In order of what it is, and not of the amounts.
 *
 * @param provider what it is held of: a provider, or the host of a device, of cells, or that is drained
 * @param resourceClass of an amount
 * @param device the address of a device
 * @param held how much of the class the consumer holds of the provider, in the units of the class; 0 of all else
 * @param used how much of the class all consumers together hold of the provider; 0 of all else
 * @param capacity of how much that is; 0 if it is gone, and of all else
 */
public record StrandedHolding(
        ConsumerId consumer,
        ProviderId provider,
        Cause cause,
        Optional<ResourceClass> resourceClass,
        Optional<PciAddress> device,
        long held,
        long used,
        long capacity)
        implements Comparable<StrandedHolding> {
    /** Why it could not be given any more. */
    public enum Cause {
        /** The provider is gone, or leaves once nobody holds anything of it, or stays only because this is held. */
        PROVIDER_REMOVED,
        /** The provider has no such class any more, or loses it once nobody holds it, or keeps it only for this. */
        INVENTORY_REMOVED,
        /** More is used than there is. Which claim does not fit is not said, so all who hold of it are named. */
        CAPACITY_EXCEEDED,
        /** The amount is less than min_unit, more than max_unit or no multiple of step_size. */
        UNIT_CONSTRAINT_VIOLATED,
        /** The host is drained. */
        HOST_DRAINED,
        /** The device is not reported any more. */
        DEVICE_REMOVED,
        /** The device has failed or is drained. */
        DEVICE_OUT_OF_SERVICE,
        /** The cells of the guest do not fit on the host beside the other guests. */
        CELLS_NOT_FITTED
    }

    static StrandedHolding ofAmount(
            ConsumerId consumer,
            ProviderId provider,
            Cause cause,
            ResourceClass resourceClass,
            long held,
            long used,
            long capacity) {
        return new StrandedHolding(
                consumer, provider, cause, Optional.of(resourceClass), Optional.empty(), held, used, capacity);
    }

    static StrandedHolding ofDevice(ConsumerId consumer, ProviderId host, Cause cause, PciAddress device) {
        return new StrandedHolding(consumer, host, cause, Optional.empty(), Optional.of(device), 0, 0, 0);
    }

    static StrandedHolding ofHost(ConsumerId consumer, ProviderId host, Cause cause) {
        return new StrandedHolding(consumer, host, cause, Optional.empty(), Optional.empty(), 0, 0, 0);
    }

    @Override
    public int compareTo(StrandedHolding other) {
        return ComparisonChain.start()
                .compare(consumer, other.consumer)
                .compare(provider, other.provider)
                .compare(cause, other.cause)
                .compare(resourceClass, other.resourceClass, Comparators.emptiesFirst(Comparator.naturalOrder()))
                .compare(device, other.device, Comparators.emptiesFirst(Comparator.naturalOrder()))
                .result();
    }
}
