package dev.berth.projector.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
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
import io.vavr.Tuple2;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;

/** The rows that a region comes to: all of them, or those that have changed. */
final class FoldRows {
    private final Region region;
    private final RegionView view;
    private final RowSink sink;

    private FoldRows(RegionView view, RowSink sink) {
        this.region = view.region();
        this.view = view;
        this.sink = sink;
    }

    /** The rows that differ, or may, from those that were written. */
    static void changed(PendingChanges pending, RegionFold now, RowSink sink) {
        new FoldRows(now.view(), sink).write(pending, now);
    }

    /**
     * All rows of a region.
     *
     * @param held the rows of the records that are held, by offset
     */
    static void all(RegionFold fold, Map<Long, byte[]> held, RowSink sink) {
        new FoldRows(fold.view(), sink).write(fold, held);
    }

    private void write(PendingChanges pending, RegionFold now) {
        RegionView before = pending.written().view();
        pending.touched().providers().forEach(this::provider);
        pending.touched()
                .consumers()
                .forEach(id -> consumer(id, before.consumer(id).isEmpty()));
        pending.touched().reports().forEach(this::report);
        pending.touched().enrolments().forEach(this::enrolment);
        pending.touched().sequences().forEach(this::sequence);
        pending.touched().drains().forEach(this::drain);
        pending.touched().classes().forEach(this::resourceClass);
        pending.touched().traits().forEach(this::trait);
        pending.touched().flavors().forEach(this::flavor);
        pending.touched().usages().forEach(this::usage);
        pending.touched()
                .devices()
                .forEach(host -> devices(host, before.devices().of(host)));
        RecentRows.changed(region, before.recent(), view.recent(), sink);
        if (!pending.written().stop().equals(now.stop())) {
            stop(now);
        }
        pending.released().forEach(offset -> held(offset, null));
        pending.held().forEach(this::held);
    }

    private void write(RegionFold fold, Map<Long, byte[]> held) {
        for (Provider provider : view.providers().all()) {
            provider(provider.id());
            usage(provider.id());
        }
        for (Consumer consumer : view.consumers().all()) {
            consumer(consumer.id(), true);
        }
        view.hosts().all().forEach(report -> report(report.host()));
        view.enrolments().all().forEach(enrolment -> enrolment(enrolment.host()));
        view.sequences().keySet().forEach(this::sequence);
        view.drains().keySet().forEach(this::drain);
        for (Tuple2<ResourceClass, Long> custom : view.catalogue().customClasses()) {
            resourceClass(custom._1());
        }
        for (Tuple2<Trait, Long> custom : view.catalogue().customTraits()) {
            trait(custom._1());
        }
        view.flavors().keySet().forEach(this::flavor);
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            devices(host._1(), DeviceTable.EMPTY);
        }
        RecentRows.changed(region, RegionView.empty(region).recent(), view.recent(), sink);
        stop(fold);
        held.forEach(this::held);
    }

    private void provider(ProviderId id) {
        sink.put(
                Section.PROVIDERS,
                RowKey.of(region, Section.PROVIDERS, id),
                value(view.provider(id), StateCodec.PROVIDER));
    }

    private void consumer(ConsumerId id, boolean isNew) {
        Bytes key = RowKey.of(region, id);
        byte[] value = value(view.consumer(id), StateCodec.CONSUMER);
        if (isNew) {
            sink.add(Section.CONSUMERS, key, value);
        } else {
            sink.put(Section.CONSUMERS, key, value);
        }
    }

    private void report(ProviderId host) {
        Optional<HostReport> report = view.hostReport(host);
        sink.put(Section.HOSTS, RowKey.of(region, Section.HOSTS, host), value(report, StateCodec.HOST_REPORT));
    }

    private void enrolment(ProviderId host) {
        Optional<Enrolment> enrolment = view.enrolment(host);
        sink.put(
                Section.ENROLMENTS,
                RowKey.of(region, Section.ENROLMENTS, host),
                value(enrolment, StateCodec.ENROLMENT));
    }

    private void sequence(ProviderId host) {
        OptionalLong last = view.lastSequence(host);
        sink.put(Section.SEQUENCES, RowKey.of(region, Section.SEQUENCES, host), RowValue.number(last));
    }

    private void drain(ProviderId host) {
        sink.put(Section.DRAINS, RowKey.of(region, Section.DRAINS, host), value(view.drain(host), StateCodec.DRAIN));
    }

    private void resourceClass(ResourceClass custom) {
        OptionalLong createdAtMs = view.catalogue().createdAtMs(custom);
        sink.put(Section.CLASSES, RowKey.of(region, custom), RowValue.number(createdAtMs));
    }

    private void trait(Trait custom) {
        OptionalLong createdAtMs = view.catalogue().createdAtMs(custom);
        sink.put(Section.TRAITS, RowKey.of(region, custom), RowValue.number(createdAtMs));
    }

    private void flavor(String name) {
        Optional<PciFlavor> flavor = view.flavor(name);
        sink.put(Section.FLAVORS, RowKey.flavor(region, name), value(flavor, StateCodec.FLAVOR));
    }

    private void usage(ProviderId provider) {
        ImmutableSortedMap<ResourceClass, Long> amounts = view.consumers().usage(provider);
        sink.put(Section.USAGE, RowKey.of(region, Section.USAGE, provider), RowValue.usage(provider, amounts));
    }

    private void devices(ProviderId host, DeviceTable before) {
        DeviceTable now = view.devices().of(host);
        for (TrackedDevice device : now.devices()) {
            if (!before.get(device.address()).equals(Optional.of(device))) {
                byte[] value = StateCodec.HOST_DEVICE.encode(new HostDevice(host, device));
                sink.put(Section.DEVICES, RowKey.of(region, host, device.address()), value);
            }
        }
        for (TrackedDevice device : before.devices()) {
            if (now.get(device.address()).isEmpty()) {
                sink.put(Section.DEVICES, RowKey.of(region, host, device.address()), null);
            }
        }
        sink.put(Section.POOLS, RowKey.of(region, Section.POOLS, host), RowValue.pools(pools(view, host)));
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

    private void stop(RegionFold fold) {
        sink.put(Section.STOP, RowKey.stop(region), RowValue.stop(fold.stop()));
    }

    private void held(long offset, byte[] value) {
        sink.put(Section.HELD, RowKey.held(region, offset), value);
    }

    private static <M> byte[] value(Optional<M> value, StateCodec<M> codec) {
        return value.map(codec::encode).orElse(null);
    }
}
