package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciRequest;
import dev.berth.resource.numa.AffineAmount;
import java.util.Optional;

/**
 * Devices for one consumer: as asked for, or as taken.
 *
 * @param requests what is asked for; all of it or nothing
 * @param guestCells the host cells that the consumer's guest sits on; empty if it has none
 * @param devices the addresses taken for each request; empty while nothing is chosen
 * @param isGivenBack whether the devices are given back rather than taken
 */
public record PciAmount(
        ConsumerId consumer,
        ImmutableList<PciRequest> requests,
        ImmutableSortedSet<Integer> guestCells,
        Optional<ImmutableSortedMap<String, ImmutableSortedSet<PciAddress>>> devices,
        boolean isGivenBack)
        implements AffineAmount {
    public static PciAmount wanted(ConsumerId consumer, ImmutableList<PciRequest> requests) {
        return new PciAmount(consumer, requests, ImmutableSortedSet.of(), Optional.empty(), false);
    }

    PciAmount taken(ImmutableSortedMap<String, ImmutableSortedSet<PciAddress>> addresses) {
        return new PciAmount(consumer, requests, guestCells, Optional.of(addresses), false);
    }

    @Override
    public PciAmount near(ImmutableSortedSet<Integer> cells) {
        return new PciAmount(consumer, requests, cells, devices, isGivenBack);
    }

    /** No requests: nothing to take and nothing to give back, so it is its own opposite. */
    public boolean isZero() {
        return requests.isEmpty();
    }

    @Override
    public boolean wantsNearness() {
        return !isZero() && !isGivenBack;
    }

    @Override
    public PciAmount negate() {
        return isZero() ? this : new PciAmount(consumer, requests, guestCells, devices, !isGivenBack);
    }

    @Override
    public boolean isNegative() {
        return isGivenBack;
    }
}
