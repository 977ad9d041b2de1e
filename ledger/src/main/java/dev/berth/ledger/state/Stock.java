package dev.berth.ledger.state;

import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One class of one provider: what an amount is taken from, and what devices are units of. */
public record Stock(ProviderId provider, ResourceClass resourceClass) implements Comparable<Stock> {
    /** What the device is a unit of; empty if no provider counts it. */
    public static Optional<Stock> of(TrackedDevice tracked) {
        return of(tracked.device());
    }

    private static Optional<Stock> of(PciDevice device) {
        return device.provider()
                .flatMap(provider ->
                        DeviceProvider.classOf(device).map(resourceClass -> new Stock(provider, resourceClass)));
    }

    /** What the device is a unit of, and what it will be of once it is released; twice the same is told once. */
    static Set<Stock> nowAndLater(TrackedDevice tracked) {
        Set<Stock> stocks = new TreeSet<>();
        of(tracked).ifPresent(stocks::add);
        tracked.pending().flatMap(Stock::of).ifPresent(stocks::add);
        return stocks;
    }

    /** What the amount is taken from. */
    public static Stock of(Allocation allocation) {
        return new Stock(allocation.provider(), allocation.resourceClass());
    }

    public boolean counts(TrackedDevice tracked) {
        return of(tracked).equals(Optional.of(this));
    }

    @Override
    public int compareTo(Stock other) {
        int byProvider = provider.compareTo(other.provider);
        return byProvider != 0 ? byProvider : resourceClass.compareTo(other.resourceClass);
    }
}
