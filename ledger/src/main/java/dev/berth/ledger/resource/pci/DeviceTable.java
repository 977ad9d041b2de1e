package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceOutcome.Disallowed;
import dev.berth.ledger.resource.pci.DeviceOutcome.Reason;
import dev.berth.resource.StepBudget;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * All PCI devices of one host with their states, in order of address. An immutable value: each operation gives a new
 * table, sharing most of the old one, or a refusal.
 *
 * <pre>
 *   available --claim--> claimed --allocate--> allocated     a PF and its children exclude each other:
 *       ^                   |                      |           one claimed:   the others unclaimable
 *       +-------free--------+---------free---------+           one allocated: the others unavailable
 * * </pre>
 *
 * Siblings are independent. A parent that is not tracked excludes nothing. Devices that are dirty or out of service are
 * free for nobody; what makes them so is said in their {@link DeviceUpkeep}.
 */
public final class DeviceTable {
    public static final DeviceTable EMPTY = new DeviceTable(TreeMap.empty(), TreeMap.empty());

    private final TreeMap<PciAddress, TrackedDevice> devices;

    /** The tracked children by the address of their parent, tracked or not. Follows from the devices. */
    private final TreeMap<PciAddress, Children> children;

    /**
     * Null until somebody asks. Threads that race derive equal values, and a record is safe to publish, so no lock is
     * needed.
     */
    private FreeDevices free;

    DeviceTable(TreeMap<PciAddress, TrackedDevice> devices, TreeMap<PciAddress, Children> children) {
        this.devices = devices;
        this.children = children;
    }

    public static DeviceTable of(Iterable<TrackedDevice> devices) {
        DeviceTableEdit edit = new DeviceTableEdit(EMPTY);
        devices.forEach(edit::put);
        return edit.table();
    }

    public Optional<TrackedDevice> get(PciAddress address) {
        return devices.get(address).toJavaOptional();
    }

    /** All of them in order of address. */
    public ImmutableList<TrackedDevice> devices() {
        return ImmutableList.copyOf(devices.values());
    }

    /** The addresses of all of them. */
    public Iterable<PciAddress> addresses() {
        return devices.keySet();
    }

    public boolean isEmpty() {
        return devices.isEmpty();
    }

    /** Whether the consumer holds the device at the address. */
    public boolean isHeld(PciAddress address, ConsumerId consumer) {
        return get(address).filter(device -> device.isOwnedBy(consumer)).isPresent();
    }

    public ImmutableList<TrackedDevice> devicesOf(ConsumerId owner) {
        return ImmutableList.copyOf(devices.values().filter(device -> device.isOwnedBy(owner)));
    }

    /** The tracked children of the device at the address, in order of address. */
    public ImmutableList<TrackedDevice> childrenOf(PciAddress address) {
        return ImmutableList.copyOf(
                children.getOrElse(address, Children.NONE).addresses().toList().flatMap(devices::get));
    }

    boolean hasChildren(PciAddress address) {
        return !children.getOrElse(address, Children.NONE).isEmpty();
    }

    /** The pools that follow from the devices as they are now. */
    public Pools pools() {
        return free().pools();
    }

    /** The pools as they would be if nobody held any of the devices, and all were clean and in service. */
    public Pools poolsIfUnheld() {
        boolean isWhole = devices.values().forAll(device -> !device.excludesRelatives());
        return isWhole
                ? pools()
                : new DeviceUpkeep(freeUnknown(ImmutableSortedSet.of()).table())
                        .finished()
                        .pools();
    }

    /** One free device of each pool. */
    public Iterable<TrackedDevice> freeOfEachPool() {
        return free().byGroup().values().stream().map(devices -> devices.get(0)).toList();
    }

    /** The pools by vendor, product and NUMA node. */
    public ImmutableSortedMap<Pools.SummaryKey, Integer> summary() {
        return free().summary();
    }

    /** How many devices are free on each NUMA node that has any. */
    ImmutableSortedMap<Integer, Integer> freeByNode() {
        return free().byNode();
    }

    FreeDevices free() {
        FreeDevices derived = free;
        if (derived == null) {
            derived = FreeDevices.of(devices.values());
            free = derived;
        }
        return derived;
    }

    /** Tracks a device that was not there before, as available. */
    public DeviceOutcome discover(PciDevice device) {
        if (devices.containsKey(device.address())) {
            return new Disallowed(Reason.INVALID_STATUS, device.address() + " is tracked already");
        }
        DeviceTableEdit edit = new DeviceTableEdit(this);
        edit.put(TrackedDevice.available(device));
        return edit.changed();
    }

    /** Reserves an available device; its relatives become unclaimable. */
    public DeviceOutcome claim(PciAddress address, ConsumerId owner, String requestId) {
        Optional<TrackedDevice> found = get(address);
        if (found.isEmpty()) {
            return Disallowed.unknown(address);
        }
        if (!found.get().isAvailable()) {
            return Disallowed.invalidStatus(found.get(), "claimed");
        }
        Relatives relatives = new Relatives(this, found.get());
        Optional<DeviceOutcome> objection =
                relatives.objectionTo(DeviceStatus.CLAIMED).or(relatives::objectionIfOut);
        return objection.orElseGet(() -> occupy(found.get(), DeviceStatus.CLAIMED, owner, requestId));
    }

    /**
     * Reserves a device that its holder has let go in the same command, as a guest that moves between two consumers
     * does: anyone who uses it is the same as before, so that it need not be clean, nor in service.
     */
    public DeviceOutcome handOver(PciAddress address, ConsumerId owner, String requestId) {
        Optional<TrackedDevice> found = get(address);
        if (found.isEmpty()) {
            return Disallowed.unknown(address);
        }
        if (!isRemovable(found.get().status())) {
            return Disallowed.invalidStatus(found.get(), "handed over");
        }
        Optional<DeviceOutcome> objection = new Relatives(this, found.get()).objectionTo(DeviceStatus.CLAIMED);
        return objection.orElseGet(() -> occupy(found.get(), DeviceStatus.CLAIMED, owner, requestId));
    }

    /**
     * Puts a device to use: an available one, or one that the same owner has claimed; its relatives become unavailable.
     */
    public DeviceOutcome allocate(PciAddress address, ConsumerId owner, String requestId) {
        Optional<TrackedDevice> found = get(address);
        if (found.isEmpty()) {
            return Disallowed.unknown(address);
        }
        TrackedDevice device = found.get();
        if (!device.isAvailable() && device.status() != DeviceStatus.CLAIMED) {
            return Disallowed.invalidStatus(device, "allocated");
        }
        if (device.status() == DeviceStatus.CLAIMED && !device.isOwnedBy(owner)) {
            return Disallowed.invalidOwner(device, owner);
        }
        Relatives relatives = new Relatives(this, device);
        Optional<DeviceOutcome> objection = relatives
                .objectionTo(DeviceStatus.ALLOCATED)
                .or(() -> device.isAvailable() ? relatives.objectionIfOut() : Optional.empty());
        return objection.orElseGet(() ->
                occupy(device, DeviceStatus.ALLOCATED, owner, device.requestId().orElse(requestId)));
    }

    /**
     * Gives a busy device back. What was reported of it meanwhile is done now: new attributes hold, and a device that
     * left goes without having been available. One that is dirty or out of service is not free now.
     *
     * @param owner who should hold it; empty frees it no matter who does
     */
    public DeviceOutcome free(PciAddress address, Optional<ConsumerId> owner) {
        Optional<TrackedDevice> found = get(address);
        if (found.isEmpty()) {
            return Disallowed.unknown(address);
        }
        TrackedDevice device = found.get();
        if (!device.status().isBusy()) {
            return Disallowed.invalidStatus(device, "freed");
        }
        if (owner.isPresent() && !device.isOwnedBy(owner.get())) {
            return Disallowed.invalidOwner(device, owner.get());
        }
        DeviceTableEdit edit = new DeviceTableEdit(this);
        edit.free(device);
        return edit.changed();
    }

    /**
     * Drops a device that nobody holds and that is clean and in service. Any other is refused: a report defers its
     * going instead.
     */
    public DeviceOutcome remove(PciAddress address) {
        Optional<TrackedDevice> found = get(address);
        if (found.isEmpty()) {
            return Disallowed.unknown(address);
        }
        if (!isRemovable(found.get().status()) || found.get().isOut()) {
            return Disallowed.invalidStatus(found.get(), "removed");
        }
        if (found.get().owner().isPresent()) {
            return new Disallowed(
                    Reason.INVALID_OWNER,
                    address + " has an owner although it is "
                            + found.get().status().text());
        }
        DeviceTableEdit edit = new DeviceTableEdit(this);
        edit.remove(found.get());
        return edit.changed();
    }

    /**
     * Takes in all that a host has: devices it leaves out go, new ones come as available, and known ones get their new
     * attributes. Busy devices wait with both until they are freed, and devices that are dirty or out of service wait
     * with their going until they are neither. Never refused, never changes who holds what, and saying the same again
     * changes nothing.
     */
    public DeviceOutcome.Changed report(Collection<PciDevice> reported) {
        DeviceTableEdit edit = new DeviceTableEdit(this);
        SortedMap<PciAddress, PciDevice> byAddress = Maps.newTreeMap();
        reported.forEach(device -> byAddress.put(device.address(), device));
        for (TrackedDevice tracked : devices.values()) {
            PciDevice device = byAddress.remove(tracked.address());
            if (device != null) {
                edit.update(tracked, device);
            } else if (isRemovable(tracked.status()) && tracked.owner().isEmpty() && !tracked.isOut()) {
                edit.remove(tracked);
            } else {
                edit.put(tracked.departed());
            }
        }
        byAddress.values().forEach(device -> edit.put(TrackedDevice.available(device)));
        // Only now is it known who is a relative of whom.
        reported.forEach(device -> edit.settleIfMoved(device.address()));
        edit.exclude();
        return edit.changed();
    }

    /** Puts to use all that the owner has claimed. */
    public DeviceOutcome allocateAll(ConsumerId owner) {
        DeviceTable table = this;
        TreeSet<PciAddress> touched = TreeSet.empty();
        for (TrackedDevice device : devicesOf(owner)) {
            if (device.status() == DeviceStatus.CLAIMED) {
                DeviceOutcome outcome = table.allocate(
                        device.address(), owner, device.requestId().orElseThrow());
                if (outcome instanceof Disallowed) {
                    return outcome;
                }
                table = outcome.orElseThrow();
                touched = touched.addAll(((DeviceOutcome.Changed) outcome).touched());
            }
        }
        return new DeviceOutcome.Changed(table, ImmutableSortedSet.copyOf(touched));
    }

    /**
     * Claims devices for all requests of the consumer, or for none: in order of the requests, from the pools that serve
     * them best, lowest address first. Requests that the consumer holds devices for already keep those, so the same
     * claim again changes nothing.
     */
    public DeviceChoice claim(ConsumerId consumer, List<PciRequest> requests, Affinity affinity) {
        return claim(consumer, requests, affinity, UnitLimits.NONE, StepBudget.ofDecision());
    }

    /** The same, and no more devices of a provider than the limits say. */
    DeviceChoice claim(
            ConsumerId consumer, List<PciRequest> requests, Affinity affinity, UnitLimits limits, StepBudget budget) {
        return DeviceChooser.choose(this, consumer, ImmutableList.copyOf(requests), affinity, limits, budget);
    }

    /** Gives back all that the owner holds. */
    public DeviceOutcome.Changed freeAll(ConsumerId owner) {
        DeviceTableEdit edit = new DeviceTableEdit(this);
        devicesOf(owner).forEach(edit::free);
        return edit.changed();
    }

    /** Gives back whatever is held by others than the known consumers. */
    public DeviceOutcome.Changed freeUnknown(Set<ConsumerId> known) {
        DeviceTableEdit edit = new DeviceTableEdit(this);
        devices.values()
                .filter(device -> device.status().isBusy()
                        && !known.contains(device.owner().orElseThrow()))
                .forEach(edit::free);
        return edit.changed();
    }

    /**
     * This table with the devices as given, in place of those at their addresses, and without the removed ones: for
     * replays.
     */
    public DeviceTable with(Iterable<TrackedDevice> replaced, Iterable<PciAddress> removed) {
        DeviceTableEdit edit = new DeviceTableEdit(this);
        replaced.forEach(edit::put);
        removed.forEach(address -> get(address).ifPresent(edit::remove));
        return edit.table();
    }

    /** What is different in the other table, which several operations may have led to. */
    public DeviceOutcome.Changed changedTo(DeviceTable after) {
        return new DeviceTableEdit(this).to(after);
    }

    TreeMap<PciAddress, TrackedDevice> byAddress() {
        return devices;
    }

    TreeMap<PciAddress, Children> childrenByParent() {
        return children;
    }

    private DeviceOutcome occupy(TrackedDevice device, DeviceStatus status, ConsumerId owner, String requestId) {
        DeviceTableEdit edit = new DeviceTableEdit(this);
        boolean isClaim = status == DeviceStatus.CLAIMED;
        DeviceStatus blocked = isClaim ? DeviceStatus.UNCLAIMABLE : DeviceStatus.UNAVAILABLE;
        childrenOf(device.address()).forEach(child -> edit.put(child.idle(blocked)));
        device.device().parent().flatMap(this::get).ifPresent(parent -> {
            if (parent.status() == DeviceStatus.AVAILABLE || !isClaim) {
                edit.put(parent.idle(blocked));
            }
        });
        TrackedDevice busy = device.busy(status, owner, requestId);
        edit.put(OneTimeUse.isAskedOf(device.device()) ? busy.soiled() : busy);
        return edit.changed();
    }

    private static boolean isRemovable(DeviceStatus status) {
        return status == DeviceStatus.AVAILABLE || status.isBlocked();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceTable that && devices.equals(that.devices);
    }

    @Override
    public int hashCode() {
        return devices.hashCode();
    }

    @Override
    public String toString() {
        return devices.values().mkString("[", ", ", "]");
    }
}
