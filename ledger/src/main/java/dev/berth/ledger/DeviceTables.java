package dev.berth.ledger;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.devicespec.DeviceProvider;
import dev.berth.ledger.resource.pci.DeviceTable;
import io.vavr.Tuple2;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.Optional;

/**
 * The PCI devices of a region: the table of each host that has any, and what follows from them, which host a provider counts devices
 * of and where a consumer holds some. Immutable.
 */
public final class DeviceTables {
    static final DeviceTables EMPTY = new DeviceTables(TreeMap.empty(), HashMap.empty(), HashMap.empty());

    private final TreeMap<ProviderId, DeviceTable> byHost;
    private final HashMap<ProviderId, ProviderId> hostByCounter;
    private final HashMap<ConsumerId, TreeSet<ProviderId>> hostsByHolder;

    private DeviceTables(
            TreeMap<ProviderId, DeviceTable> byHost,
            HashMap<ProviderId, ProviderId> hostByCounter,
            HashMap<ConsumerId, TreeSet<ProviderId>> hostsByHolder) {
        this.byHost = byHost;
        this.hostByCounter = hostByCounter;
        this.hostsByHolder = hostsByHolder;
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

    /** The host whose devices the provider counts, if it counts any. */
    public Optional<ProviderId> hostOf(ProviderId counter) {
        return Optional.ofNullable(hostByCounter.getOrElse(counter, null));
    }

    /** The class of the provider of which its devices are units; a provider counts devices of one class, as agents report them. */
    Optional<Stock> stockOf(ProviderId counter) {
        return hostOf(counter)
                .flatMap(host -> of(host).devices().stream()
                        .filter(device -> device.device().provider().equals(Optional.of(counter)))
                        .findFirst()
                        .flatMap(Stock::of));
    }

    /** The hosts on which the consumer holds devices, ordered by id. */
    public Iterable<ProviderId> hostsOf(ConsumerId holder) {
        return hostsByHolder.getOrElse(holder, TreeSet.empty());
    }

    /** Whether a device of the host is held by anybody. */
    boolean isBusy(ProviderId host) {
        return of(host).devices().stream().anyMatch(device -> device.status().isBusy());
    }

    /** Whether any device is a unit of the class. Looks at all of them, so it is not for the hot path. */
    boolean areCountedAs(ResourceClass resourceClass) {
        return byHost.values()
                .exists(table -> table.devices().stream()
                        .anyMatch(tracked ->
                                DeviceProvider.classOf(tracked.device()).equals(Optional.of(resourceClass))));
    }

    DeviceTables with(ProviderId host, DeviceTable after) {
        HashMap<ProviderId, ProviderId> counters = hostByCounter;
        HashMap<ConsumerId, TreeSet<ProviderId>> holders = hostsByHolder;
        for (TrackedDevice device : of(host).devices()) {
            counters = device.device().provider().isPresent()
                    ? counters.remove(device.device().provider().get())
                    : counters;
            holders = device.owner().isPresent() ? left(holders, device.owner().get(), host) : holders;
        }
        for (TrackedDevice device : after.devices()) {
            counters = device.device().provider().isPresent()
                    ? counters.put(device.device().provider().get(), host)
                    : counters;
            holders =
                    device.owner().isPresent() ? joined(holders, device.owner().get(), host) : holders;
        }
        boolean isNone = after.devices().isEmpty();
        return new DeviceTables(isNone ? byHost.remove(host) : byHost.put(host, after), counters, holders);
    }

    private static HashMap<ConsumerId, TreeSet<ProviderId>> left(
            HashMap<ConsumerId, TreeSet<ProviderId>> holders, ConsumerId holder, ProviderId host) {
        TreeSet<ProviderId> rest =
                holders.getOrElse(holder, TreeSet.<ProviderId>empty()).remove(host);
        return rest.isEmpty() ? holders.remove(holder) : holders.put(holder, rest);
    }

    private static HashMap<ConsumerId, TreeSet<ProviderId>> joined(
            HashMap<ConsumerId, TreeSet<ProviderId>> holders, ConsumerId holder, ProviderId host) {
        return holders.put(
                holder, holders.getOrElse(holder, TreeSet.<ProviderId>empty()).add(host));
    }
}
