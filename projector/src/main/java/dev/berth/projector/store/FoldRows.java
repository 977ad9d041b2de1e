package dev.berth.projector.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.Pool;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import io.vavr.Tuple2;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;

/** The rows that a region comes to: all of them, or those that have changed. */
final class FoldRows {
    private final Region region;
    private final RegionView before;
    private final RegionView now;
    private final RowSink sink;

    private FoldRows(RegionView before, RegionView now, RowSink sink) {
        this.region = now.region();
        this.before = before;
        this.now = now;
        this.sink = sink;
    }

    /** The rows that differ, or may, from those that were written. */
    static void changed(PendingChanges pending, RegionFold now, RowSink sink) {
        RegionFold before = pending.written();
        FoldRows rows = new FoldRows(before.view(), now.view(), sink);
        rows.write(pending.touched());
        rows.stop(before, now);
        pending.released().forEach(offset -> rows.held(offset, null));
        pending.held().forEach(rows::held);
        ahead(pending, now.view(), sink);
    }

    /**
     * Of them those of consumers and of remembered commands. A claim hardly changes one of them again soon, so they
     * need not wait for the commit, which has less to write then.
     */
    static void ahead(PendingChanges pending, RegionView now, RowSink sink) {
        FoldRows rows = new FoldRows(pending.ahead(), now, sink);
        pending.consumers().forEach(rows::consumer);
        rows.recent();
    }

    /**
     * All rows of a region.
     *
     * @param held the rows of the records that are held, by offset
     */
    static void all(RegionFold fold, Map<Long, byte[]> held, RowSink sink) {
        RegionFold nothing = RegionFold.of(RegionView.empty(fold.view().region()));
        FoldRows rows = new FoldRows(nothing.view(), fold.view(), sink);
        rows.writeAll();
        rows.stop(nothing, fold);
        held.forEach(rows::held);
    }

    private void write(Touched touched) {
        touched.providers().forEach(this::provider);
        touched.reports().forEach(this::report);
        touched.enrolments().forEach(this::enrolment);
        touched.sequences().forEach(this::sequence);
        touched.drains().forEach(this::drain);
        touched.classes().forEach(this::resourceClass);
        touched.traits().forEach(this::trait);
        touched.flavors().forEach(this::flavor);
        Sets.union(touched.providers(), touched.usages()).forEach(this::used);
        touched.devices().forEach(this::devices);
    }

    private void writeAll() {
        for (Provider provider : now.providers().all()) {
            provider(provider.id());
            used(provider.id());
        }
        for (Consumer consumer : now.consumers().all()) {
            consumer(consumer.id());
        }
        now.hosts().all().forEach(report -> report(report.host()));
        now.enrolments().all().forEach(enrolment -> enrolment(enrolment.host()));
        now.sequences().keySet().forEach(this::sequence);
        now.drains().keySet().forEach(this::drain);
        for (Tuple2<ResourceClass, Long> custom : now.catalogue().customClasses()) {
            resourceClass(custom._1());
        }
        for (Tuple2<Trait, Long> custom : now.catalogue().customTraits()) {
            trait(custom._1());
        }
        now.flavors().keySet().forEach(this::flavor);
        for (Tuple2<ProviderId, DeviceTable> host : now.devices().all()) {
            devices(host._1());
        }
        recent();
    }

    /** A row of which both views say what it is. */
    private void row(Section section, Bytes key, Function<RegionView, byte[]> value) {
        sink.put(section, key, value.apply(before), value.apply(now));
    }

    private void provider(ProviderId id) {
        Optional<Provider> was = before.provider(id);
        Optional<Provider> is = now.provider(id);
        // A claim changes nothing that is in this row.
        if (was.isEmpty() || is.isEmpty() || !hasSameRow(was.get(), is.get())) {
            row(
                    Section.PROVIDERS,
                    RowKey.of(region, Section.PROVIDERS, id),
                    view -> view.provider(id).map(RowValue::provider).orElse(null));
        }
    }

    private static boolean hasSameRow(Provider one, Provider other) {
        return one.withGeneration(other.generation(), other.updatedAtMs()).equals(other);
    }

    private void used(ProviderId id) {
        row(
                Section.USAGE,
                RowKey.of(region, Section.USAGE, id),
                view -> view.provider(id)
                        .map(provider ->
                                RowValue.used(provider, view.consumers().usage(id)))
                        .orElse(null));
    }

    private void consumer(ConsumerId id) {
        row(Section.CONSUMERS, RowKey.of(region, id), view -> value(view.consumer(id), StateCodec.CONSUMER));
    }

    private void report(ProviderId host) {
        row(
                Section.HOSTS,
                RowKey.of(region, Section.HOSTS, host),
                view -> value(view.hostReport(host), StateCodec.HOST_REPORT));
    }

    private void enrolment(ProviderId host) {
        row(
                Section.ENROLMENTS,
                RowKey.of(region, Section.ENROLMENTS, host),
                view -> value(view.enrolment(host), StateCodec.ENROLMENT));
    }

    private void sequence(ProviderId host) {
        row(
                Section.SEQUENCES,
                RowKey.of(region, Section.SEQUENCES, host),
                view -> RowValue.number(view.lastSequence(host)));
    }

    private void drain(ProviderId host) {
        row(Section.DRAINS, RowKey.of(region, Section.DRAINS, host), view -> value(view.drain(host), StateCodec.DRAIN));
    }

    private void resourceClass(ResourceClass custom) {
        row(
                Section.CLASSES,
                RowKey.of(region, custom),
                view -> RowValue.number(view.catalogue().createdAtMs(custom)));
    }

    private void trait(Trait custom) {
        row(
                Section.TRAITS,
                RowKey.of(region, custom),
                view -> RowValue.number(view.catalogue().createdAtMs(custom)));
    }

    private void flavor(String name) {
        row(Section.FLAVORS, RowKey.flavor(region, name), view -> value(view.flavor(name), StateCodec.FLAVOR));
    }

    private void devices(ProviderId host) {
        DeviceTable was = before.devices().of(host);
        DeviceTable is = now.devices().of(host);
        for (TrackedDevice device : is.devices()) {
            if (!was.get(device.address()).equals(Optional.of(device))) {
                device(host, device.address());
            }
        }
        for (TrackedDevice device : was.devices()) {
            if (is.get(device.address()).isEmpty()) {
                device(host, device.address());
            }
        }
        row(Section.POOLS, RowKey.of(region, Section.POOLS, host), view -> RowValue.pools(pools(view, host)));
    }

    private void device(ProviderId host, PciAddress address) {
        row(
                Section.DEVICES,
                RowKey.of(region, host, address),
                view -> value(
                        view.devices().of(host).get(address).map(device -> new HostDevice(host, device)),
                        StateCodec.HOST_DEVICE));
    }

    private void recent() {
        RecentRows.changed(region, before.recent(), now.recent(), sink);
    }

    private void stop(RegionFold was, RegionFold is) {
        sink.put(Section.STOP, RowKey.stop(region), RowValue.stop(was.stop()), RowValue.stop(is.stop()));
    }

    private void held(long offset, byte[] value) {
        sink.put(Section.HELD, RowKey.held(region, offset), value);
    }

    private static <M> byte[] value(Optional<M> value, StateCodec<M> codec) {
        return value.map(codec::encode).orElse(null);
    }

    static HostPools none(ProviderId host) {
        return new HostPools(host, ImmutableList.of());
    }

    /** The pools of a host as they follow from its devices. */
    static HostPools pools(RegionView view, ProviderId host) {
        return new HostPools(
                host,
                view.devices().of(host).pools().rows().stream()
                        .map(FoldRows::row)
                        .collect(ImmutableList.toImmutableList()));
    }

    private static HostPools.Row row(Pool pool) {
        return new HostPools.Row(
                pool.key().vendorId(),
                pool.key().productId(),
                pool.key().numaNode(),
                pool.key().type(),
                pool.key().tags(),
                pool.provider(),
                pool.count());
    }
}
