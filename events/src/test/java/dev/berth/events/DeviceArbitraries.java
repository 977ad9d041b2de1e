package dev.berth.events;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.Outage;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any PCI devices and what is made of them, valid ones only. */
public final class DeviceArbitraries {
    private static final int ENTRIES_MAX = 3;

    private DeviceArbitraries() {}

    public static Arbitrary<PciAddress> addresses() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, PciAddress.DOMAIN_MAX),
                        Arbitraries.integers().between(0, PciAddress.BUS_MAX),
                        Arbitraries.integers().between(0, PciAddress.SLOT_MAX),
                        Arbitraries.integers().between(0, PciAddress.FUNCTION_MAX))
                .as(PciAddress::new);
    }

    public static Arbitrary<ImmutableSortedSet<PciAddress>> addressSets() {
        return addresses().set().ofMaxSize(ENTRIES_MAX).map(ImmutableSortedSet::copyOf);
    }

    /** Values of every kind, lists of plain ones too. */
    public static Arbitrary<AttributeValue> attributeValues() {
        return Arbitraries.oneOf(
                plainValues(),
                plainValues()
                        .list()
                        .ofMaxSize(ENTRIES_MAX)
                        .map(members -> new AttributeValue.Many(ImmutableList.copyOf(members))));
    }

    private static Arbitrary<AttributeValue> plainValues() {
        return Arbitraries.oneOf(
                ModelArbitraries.names().map(AttributeValue::of),
                Arbitraries.of(true, false).map(AttributeValue::of),
                Arbitraries.longs().map(AttributeValue::of),
                Arbitraries.doubles().map(AttributeValue.Decimal::new),
                Arbitraries.just(AttributeValue.NOTHING));
    }

    public static Arbitrary<ImmutableSortedMap<String, AttributeValue>> attributes() {
        return Arbitraries.maps(ModelArbitraries.names(), attributeValues())
                .ofMaxSize(ENTRIES_MAX)
                .map(ImmutableSortedMap::copyOf);
    }

    public static Arbitrary<PciDevice> devices() {
        return Combinators.combine(
                        addresses(),
                        ids(),
                        ids(),
                        Arbitraries.of(DeviceType.class),
                        addresses().optional(),
                        cellIds(),
                        attributes(),
                        ModelArbitraries.parents())
                .as((address, vendor, product, type, parent, node, tags, provider) -> new PciDevice(
                        address,
                        vendor,
                        product,
                        type,
                        type.isChild() ? parent : Optional.empty(),
                        node,
                        tags,
                        tags.headMap("m"),
                        provider));
    }

    public static Arbitrary<ImmutableList<PciDevice>> deviceLists() {
        return devices()
                .list()
                .uniqueElements(PciDevice::address)
                .ofMaxSize(ENTRIES_MAX)
                .map(ImmutableList::copyOf);
    }

    public static Arbitrary<TrackedDevice> trackedDevices() {
        return Combinators.combine(
                        devices(),
                        Arbitraries.of(DeviceStatus.class),
                        ModelArbitraries.consumerIds(),
                        ModelArbitraries.names(),
                        devices().optional(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        outages().optional())
                .as((device, status, owner, request, pending, departing, dirty, outage) -> new TrackedDevice(
                        device,
                        status,
                        status.isBusy() ? Optional.of(owner) : Optional.empty(),
                        status.isBusy() ? Optional.of(request) : Optional.empty(),
                        pending,
                        departing,
                        dirty,
                        outage));
    }

    private static Arbitrary<Outage> outages() {
        return Combinators.combine(Arbitraries.of(Outage.Cause.class), reasons())
                .as(Outage::new);
    }

    /** Why a device is out of service; never blank. */
    static Arbitrary<String> reasons() {
        return ModelArbitraries.names().map(name -> "because " + name);
    }

    public static Arbitrary<ImmutableList<TrackedDevice>> trackedDeviceLists() {
        return trackedDevices().list().ofMaxSize(ENTRIES_MAX).map(ImmutableList::copyOf);
    }

    public static Arbitrary<HostPools> hostPools() {
        Arbitrary<HostPools.Row> rows = Combinators.combine(
                        devices(), Arbitraries.integers().between(1, 64))
                .as((device, count) -> new HostPools.Row(
                        device.vendorId(),
                        device.productId(),
                        device.numaNode(),
                        device.type(),
                        device.tags(),
                        device.provider(),
                        count));
        return Combinators.combine(
                        ModelArbitraries.providerIds(),
                        rows.list().ofMaxSize(ENTRIES_MAX).map(ImmutableList::copyOf))
                .as(HostPools::new);
    }

    public static Arbitrary<PciFlavor> flavors() {
        return Combinators.combine(
                        flavorNames(),
                        alternatives().list().ofMinSize(1).ofMaxSize(2).map(ImmutableList::copyOf),
                        Arbitraries.of(NumaPolicy.class).optional(),
                        ModelArbitraries.names().optional(),
                        ModelArbitraries.generations())
                .as(PciFlavor::new);
    }

    private static Arbitrary<String> flavorNames() {
        return ModelArbitraries.names().filter(PciFlavor::isName);
    }

    private static Arbitrary<PciAlternative> alternatives() {
        return attributes().map(PciAlternative::new);
    }

    public static Arbitrary<DeviceClaim> deviceClaims() {
        return Combinators.combine(
                        ModelArbitraries.providerIds(),
                        Arbitraries.integers().between(0, 8).set().ofMaxSize(2).map(ImmutableSortedSet::copyOf),
                        deviceRequests()
                                .list()
                                .uniqueElements(DeviceRequest::id)
                                .ofMaxSize(2)
                                .map(ImmutableList::copyOf))
                .as(DeviceClaim::new);
    }

    private static Arbitrary<DeviceRequest> deviceRequests() {
        Arbitrary<Optional<String>> flavor = flavorNames().optional();
        return Combinators.combine(
                        ModelArbitraries.names(),
                        Arbitraries.integers().between(0, 8),
                        flavor,
                        alternatives(),
                        attributes(),
                        Arbitraries.of(NumaPolicy.class).optional(),
                        providerCounts())
                .as((id, count, named, alternative, extra, policy, providers) -> new DeviceRequest(
                        id,
                        count,
                        named,
                        named.isPresent() ? ImmutableList.of() : ImmutableList.of(alternative),
                        extra,
                        policy,
                        providers));
    }

    private static Arbitrary<ImmutableSortedMap<ProviderId, Integer>> providerCounts() {
        return Arbitraries.maps(
                        ModelArbitraries.providerIds(), Arbitraries.integers().between(1, 8))
                .ofMaxSize(2)
                .map(ImmutableSortedMap::copyOf);
    }

    /** Requests as events have them: resolved. */
    public static Arbitrary<ImmutableList<PciRequest>> resolvedRequests() {
        return Combinators.combine(
                        ModelArbitraries.names(),
                        Arbitraries.integers().between(0, 8),
                        alternatives().list().ofMaxSize(2).map(ImmutableList::copyOf),
                        Arbitraries.of(NumaPolicy.class),
                        ModelArbitraries.names().optional(),
                        providerCounts())
                .as((id, count, alternatives, policy, flavor, providers) ->
                        new PciRequest(id, count, alternatives, policy, PciRequest.Source.FLAVOR, flavor, providers))
                .list()
                .ofMaxSize(2)
                .map(ImmutableList::copyOf);
    }

    private static Arbitrary<String> ids() {
        return Arbitraries.integers().between(0, 0xffff).map(id -> String.format("%04x", id));
    }

    private static Arbitrary<OptionalInt> cellIds() {
        return Arbitraries.integers().between(0, 8).optional().map(DeviceArbitraries::optionalInt);
    }

    private static OptionalInt optionalInt(Optional<Integer> value) {
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }
}
