package dev.berth.ledger.state;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceOutcome;
import dev.berth.ledger.resource.pci.DeviceTable;
import io.vavr.Tuple2;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The PCI devices of a region: the table of each host that has any, and what follows from them, which host a provider
 * counts devices of and where a consumer holds some. Immutable. A change of some devices costs a few steps for each of
 * them.
 */
public final class DeviceTables {
    static final DeviceTables EMPTY = new DeviceTables(TreeMap.empty(), DeviceIndex.EMPTY);

    private final TreeMap<ProviderId, DeviceTable> byHost;
    private final DeviceIndex index;

    private DeviceTables(TreeMap<ProviderId, DeviceTable> byHost, DeviceIndex index) {
        this.byHost = byHost;
        this.index = index;
    }

    /** The devices of the host; none of a provider that is no host or has no devices. */
    public DeviceTable of(ProviderId host) {
        return byHost.getOrElse(host, DeviceTable.EMPTY);
    }

    /** Each host that has devices with its table, ordered by host. */
    public Iterable<Tuple2<ProviderId, DeviceTable>> all() {
        return byHost;
    }

    public boolean isEmpty() {
        return byHost.isEmpty();
    }

    /** Whether the provider counts any devices. */
    boolean hasCounter(ProviderId provider) {
        return !isEmpty() && index.isCounter(provider);
    }

    /** The host whose devices the provider counts, if it counts any. */
    public Optional<ProviderId> hostOf(ProviderId counter) {
        return index.countedBy(counter).keySet().headOption().toJavaOptional();
    }

    /**
     * The class of the provider of which its devices are units; a provider counts devices of one class, as agents
     * report them.
     */
    public Optional<Stock> stockOf(ProviderId counter) {
        return index.countedBy(counter)
                .headOption()
                .toJavaOptional()
                .flatMap(host -> of(host._1()).get(host._2().head()))
                .flatMap(device -> Stock.nowAndLater(device).stream()
                        .filter(stock -> stock.provider().equals(counter))
                        .findFirst());
    }

    /** The devices that the provider counts, on the host on which it does. */
    public Iterable<PciAddress> countedBy(ProviderId counter) {
        return index.countedBy(counter).values().headOption().getOrElse(TreeSet.empty());
    }

    /** Whether each unit of the stock is dirty, held or not; and there is one. */
    public boolean areAllDirty(Stock stock) {
        Optional<ProviderId> host = hostOf(stock.provider());
        if (host.isEmpty()) {
            return false;
        }
        DeviceTable table = of(host.get());
        for (PciAddress address : countedBy(stock.provider())) {
            if (!table.get(address).orElseThrow().dirty()) {
                return false;
            }
        }
        return true;
    }

    /** The hosts on which the consumer holds devices, ordered by id. */
    public Iterable<ProviderId> hostsOf(ConsumerId holder) {
        return index.heldBy(holder).keySet();
    }

    /** The devices that the consumer holds on the host, ordered by address. */
    public List<TrackedDevice> heldBy(ConsumerId holder, ProviderId host) {
        DeviceTable table = of(host);
        return index.heldBy(holder)
                .getOrElse(host, TreeSet.empty())
                .iterator()
                .map(address -> table.get(address).orElseThrow())
                .toJavaList();
    }

    /** The free devices of the stock, the least specific first, then the lowest address. */
    public TreeSet<FreeDevice> spares(Stock stock) {
        return index.spares(stock);
    }

    /**
     * These tables without the device among the free ones of the stock, although it is still one. For rooms that have
     * tried it.
     */
    public DeviceTables withoutSpare(Stock stock, FreeDevice spare) {
        return new DeviceTables(byHost, index.withoutSpare(stock, spare));
    }

    /** Whether any device is a unit of the stock. */
    public boolean isCounted(Stock stock) {
        return index.isCounted(stock);
    }

    /** Whether a device of the host is held by anybody. */
    boolean isBusy(ProviderId host) {
        return of(host).devices().stream().anyMatch(device -> device.status().isBusy());
    }

    /** Whether any device is a unit of the class. */
    public boolean areCountedAs(ResourceClass resourceClass) {
        return index.isCounted(resourceClass);
    }

    /** These tables with the devices of a host as an operation has left them. */
    public DeviceTables with(ProviderId host, DeviceOutcome.Changed changed) {
        DeviceTable before = of(host);
        DeviceIndex after = index;
        for (PciAddress address : changed.touched()) {
            after = indexed(after, host, before.get(address), changed.table().get(address));
        }
        return with(host, changed.table(), after);
    }

    /** These tables with another table of a host; looks at all of its devices. */
    public DeviceTables with(ProviderId host, DeviceTable table) {
        DeviceTable before = of(host);
        DeviceIndex after = index;
        for (TrackedDevice device : before.devices()) {
            after = table.get(device.address()).isPresent() ? after : after.without(host, device);
        }
        for (TrackedDevice device : table.devices()) {
            after = indexed(after, host, before.get(device.address()), Optional.of(device));
        }
        return with(host, table, after);
    }

    private DeviceTables with(ProviderId host, DeviceTable table, DeviceIndex after) {
        return new DeviceTables(table.isEmpty() ? byHost.remove(host) : byHost.put(host, table), after);
    }

    private static DeviceIndex indexed(
            DeviceIndex index, ProviderId host, Optional<TrackedDevice> before, Optional<TrackedDevice> after) {
        // Tables share the devices that an operation has left alone, and to compare all that is known of one takes
        // long.
        if (before.orElse(null) == after.orElse(null)) {
            return index;
        }
        DeviceIndex rest = before.isPresent() ? index.without(host, before.get()) : index;
        return after.isPresent() ? rest.with(host, after.get()) : rest;
    }

    /** Adds the providers that count the devices at the addresses, or relatives of them. */
    void addCountersNear(ProviderId host, Iterable<PciAddress> addresses, Set<ProviderId> counters) {
        DeviceTable table = of(host);
        for (PciAddress address : addresses) {
            Optional<TrackedDevice> device = table.get(address);
            device.flatMap(at -> at.device().provider()).ifPresent(counters::add);
            device.flatMap(TrackedDevice::pending).flatMap(PciDevice::provider).ifPresent(counters::add);
            device.flatMap(at -> at.device().parent())
                    .flatMap(table::get)
                    .flatMap(parent -> parent.device().provider())
                    .ifPresent(counters::add);
            for (TrackedDevice child : table.childrenOf(address)) {
                child.device().provider().ifPresent(counters::add);
            }
        }
    }

    /**
     * These tables once the host is gone. Devices that are dirty or out of service are remembered, for the host may
     * come back; the others go with it.
     */
    DeviceTables without(ProviderId host) {
        return byHost.containsKey(host) ? with(host, of(host).report(List.of())) : this;
    }

    /**
     * These tables once the consumer holds these devices of the host, each for a request; those that it holds already
     * stay as they are.
     */
    public DeviceTables claimed(ProviderId host, ConsumerId consumer, Map<PciAddress, String> devices) {
        DeviceTables claimed = this;
        for (Map.Entry<PciAddress, String> device : devices.entrySet()) {
            DeviceTable table = claimed.of(host);
            if (!table.isHeld(device.getKey(), consumer)) {
                claimed = claimed.with(
                        host,
                        table.handOver(device.getKey(), consumer, device.getValue())
                                .changedOrElseThrow());
            }
        }
        return claimed;
    }

    /** These tables once the consumer has let go of these devices of the host, as far as it holds them. */
    public DeviceTables freed(ProviderId host, ConsumerId consumer, Iterable<PciAddress> addresses) {
        DeviceTables freed = this;
        for (PciAddress address : addresses) {
            DeviceTable table = freed.of(host);
            if (table.isHeld(address, consumer)) {
                freed = freed.with(
                        host, table.free(address, Optional.of(consumer)).changedOrElseThrow());
            }
        }
        return freed;
    }
}
