package dev.berth.ledger.state;

import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The ways to find the devices of a region: by who counts them, by who holds them, by what is free of a stock. It
 * follows from the devices alone, in whatever order they came. Immutable; a device that changes costs a few steps,
 * however many there are.
 */
final class DeviceIndex {
    static final DeviceIndex EMPTY =
            new DeviceIndex(HashMap.empty(), HashMap.empty(), TreeMap.empty(), TreeMap.empty(), TreeMap.empty());

    private final HashMap<ProviderId, TreeMap<ProviderId, TreeSet<PciAddress>>> byCounter;
    private final HashMap<ConsumerId, TreeMap<ProviderId, TreeSet<PciAddress>>> byHolder;
    private final TreeMap<Stock, Integer> units;
    private final TreeMap<Stock, TreeSet<FreeDevice>> spares;
    private final TreeMap<ResourceClass, Integer> classes;

    private DeviceIndex(
            HashMap<ProviderId, TreeMap<ProviderId, TreeSet<PciAddress>>> byCounter,
            HashMap<ConsumerId, TreeMap<ProviderId, TreeSet<PciAddress>>> byHolder,
            TreeMap<Stock, Integer> units,
            TreeMap<Stock, TreeSet<FreeDevice>> spares,
            TreeMap<ResourceClass, Integer> classes) {
        this.byCounter = byCounter;
        this.byHolder = byHolder;
        this.units = units;
        this.spares = spares;
        this.classes = classes;
    }

    /**
     * The devices that the provider counts, by host; it is one host but for a moment in which a device changes its
     * provider.
     */
    TreeMap<ProviderId, TreeSet<PciAddress>> countedBy(ProviderId counter) {
        return byCounter.getOrElse(counter, TreeMap.empty());
    }

    /** Whether the provider counts any devices. */
    boolean isCounter(ProviderId provider) {
        return byCounter.containsKey(provider);
    }

    /** The devices that the consumer holds, by host. */
    TreeMap<ProviderId, TreeSet<PciAddress>> heldBy(ConsumerId holder) {
        return byHolder.getOrElse(holder, TreeMap.empty());
    }

    /** Whether any device is a unit of the stock. */
    boolean isCounted(Stock stock) {
        return units.containsKey(stock);
    }

    /** Whether any device is a unit of the class. */
    boolean isCounted(ResourceClass resourceClass) {
        return classes.containsKey(resourceClass);
    }

    /** The free devices of the stock, in the order in which they are taken. */
    TreeSet<FreeDevice> spares(Stock stock) {
        return spares.getOrElse(stock, TreeSet.empty());
    }

    DeviceIndex with(ProviderId host, TrackedDevice device) {
        HashMap<ProviderId, TreeMap<ProviderId, TreeSet<PciAddress>>> counters = byCounter;
        for (ProviderId counter : counters(device)) {
            counters = put(counters, counter, host, device.address());
        }
        Optional<Stock> stock = Stock.of(device);
        return new DeviceIndex(
                counters,
                device.owner().isPresent() ? put(byHolder, device.owner().get(), host, device.address()) : byHolder,
                counted(units, Stock.nowAndLater(device), 1),
                stock.isPresent() && device.isAvailable()
                        ? spares.put(stock.get(), spares(stock.get()).add(FreeDevice.of(host, device)))
                        : spares,
                counted(classes, classes(device), 1));
    }

    DeviceIndex without(ProviderId host, TrackedDevice device) {
        HashMap<ProviderId, TreeMap<ProviderId, TreeSet<PciAddress>>> counters = byCounter;
        for (ProviderId counter : counters(device)) {
            counters = removed(counters, counter, host, device.address());
        }
        Optional<Stock> stock = Stock.of(device);
        return new DeviceIndex(
                counters,
                device.owner().isPresent() ? removed(byHolder, device.owner().get(), host, device.address()) : byHolder,
                counted(units, Stock.nowAndLater(device), -1),
                stock.isPresent() && device.isAvailable() ? less(stock.get(), FreeDevice.of(host, device)) : spares,
                counted(classes, classes(device), -1));
    }

    /** The stocks of the device now and once it is released; it is a spare of neither until then. */
    private static Set<ProviderId> counters(TrackedDevice device) {
        return ofForms(device, PciDevice::provider);
    }

    private static Set<ResourceClass> classes(TrackedDevice device) {
        return ofForms(device, DeviceProvider::classOf);
    }

    private static <T> Set<T> ofForms(TrackedDevice device, Function<PciDevice, Optional<T>> what) {
        Set<T> found = new java.util.TreeSet<>();
        what.apply(device.device()).ifPresent(found::add);
        device.pending().flatMap(what).ifPresent(found::add);
        return found;
    }

    /** This index without a free device of the stock, whether or not it is there. */
    DeviceIndex withoutSpare(Stock stock, FreeDevice spare) {
        return new DeviceIndex(byCounter, byHolder, units, less(stock, spare), classes);
    }

    private TreeMap<Stock, TreeSet<FreeDevice>> less(Stock stock, FreeDevice spare) {
        TreeSet<FreeDevice> rest = spares(stock).remove(spare);
        return rest.isEmpty() ? spares.remove(stock) : spares.put(stock, rest);
    }

    private static <K> HashMap<K, TreeMap<ProviderId, TreeSet<PciAddress>>> put(
            HashMap<K, TreeMap<ProviderId, TreeSet<PciAddress>>> found, K key, ProviderId host, PciAddress address) {
        TreeMap<ProviderId, TreeSet<PciAddress>> hosts = found.getOrElse(key, TreeMap.empty());
        return found.put(
                key, hosts.put(host, hosts.getOrElse(host, TreeSet.empty()).add(address)));
    }

    private static <K> HashMap<K, TreeMap<ProviderId, TreeSet<PciAddress>>> removed(
            HashMap<K, TreeMap<ProviderId, TreeSet<PciAddress>>> found, K key, ProviderId host, PciAddress address) {
        TreeMap<ProviderId, TreeSet<PciAddress>> hosts = found.getOrElse(key, TreeMap.empty());
        TreeSet<PciAddress> rest = hosts.getOrElse(host, TreeSet.empty()).remove(address);
        TreeMap<ProviderId, TreeSet<PciAddress>> others = rest.isEmpty() ? hosts.remove(host) : hosts.put(host, rest);
        return others.isEmpty() ? found.remove(key) : found.put(key, others);
    }

    private static <K> TreeMap<K, Integer> counted(TreeMap<K, Integer> counts, Iterable<K> keys, int step) {
        TreeMap<K, Integer> counted = counts;
        for (K key : keys) {
            int count = counted.getOrElse(key, 0) + step;
            counted = count == 0 ? counted.remove(key) : counted.put(key, count);
        }
        return counted;
    }
}
