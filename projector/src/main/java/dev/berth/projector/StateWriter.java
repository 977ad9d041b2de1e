package dev.berth.projector;

import dev.berth.events.codec.StateCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Usage;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Brings the stores to where the fold is: writes what a step touched, all within the step's transaction. Facts and
 * projections are written here and nowhere else. For the stream thread.
 */
final class StateWriter {
    private final KeyValueStore<Bytes, byte[]> providers;
    private final KeyValueStore<Bytes, byte[]> consumers;
    private final KeyValueStore<Bytes, byte[]> hosts;
    private final KeyValueStore<Bytes, byte[]> catalogue;
    private final KeyValueStore<Bytes, byte[]> usage;
    private final DeviceWriter devices;

    StateWriter(StateStores stores) {
        providers = stores.providers();
        consumers = stores.consumers();
        hosts = stores.hosts();
        catalogue = stores.catalogue();
        usage = stores.usage();
        devices = new DeviceWriter(stores);
    }

    /**
     * Writes what came of a record.
     *
     * @param raw the bytes of the record, kept if the region stops at it or it has to wait
     */
    void write(RegionFold before, RegionFold.Taken taken, LogEntry entry, byte[] raw) {
        write(before, taken);
        if (isHeld(taken.after(), entry)) {
            catalogue.put(
                    StoreKeys.waiting(
                            taken.after().view().region(), entry.position().offset()),
                    CatalogueValues.waiting(entry.position(), raw));
        }
    }

    private static boolean isHeld(RegionFold fold, LogEntry newest) {
        return fold.stop().filter(stop -> stop.entry().equals(newest)).isPresent()
                || !fold.waiting().isEmpty()
                        && fold.waiting().last().equals(newest)
                        && !fold.passed().contains(newest.position());
    }

    /** Writes what a step has changed, all but the bytes of records that are held from now on. */
    void write(RegionFold before, RegionFold.Taken taken) {
        RegionView view = taken.after().view();
        Region region = view.region();
        writeTouched(region, view, taken.touched());
        taken.touched().devices().forEach(host -> devices.write(before.view(), view, host));
        writeRecent(region, view.position(), before.view().recent(), view.recent());
        // A region may stop before anything was decided in it, and its chain has a beginning all the same.
        boolean hasStopped = before.stop().isEmpty() && taken.after().stop().isPresent();
        if (hasStopped || !view.chain().equals(before.view().chain())) {
            catalogue.put(StoreKeys.chain(region), view.chain().head().bytes());
        }
        if (!view.rulesVersion().equals(before.view().rulesVersion())) {
            catalogue.put(
                    StoreKeys.rules(region),
                    CatalogueValues.number(view.rulesVersion().number()));
        }
        if (!before.stop().equals(taken.after().stop())) {
            put(catalogue, StoreKeys.stop(region), taken.after().stop().map(CatalogueValues::stop));
        }
        for (Position released : taken.released()) {
            catalogue.delete(StoreKeys.waiting(region, released.offset()));
        }
    }

    private void writeTouched(Region region, RegionView view, Touched touched) {
        touched.providers()
                .forEach(id -> put(
                        providers, StoreKeys.of(region, id), view.provider(id).map(StateCodec.PROVIDER::encode)));
        touched.consumers()
                .forEach(id -> put(
                        consumers, StoreKeys.of(region, id), view.consumer(id).map(StateCodec.CONSUMER::encode)));
        touched.usages()
                .forEach(id -> put(
                        usage,
                        StoreKeys.of(region, id),
                        Optional.of(view.consumers().usage(id))
                                .filter(amounts -> !amounts.isEmpty())
                                .map(amounts -> StateCodec.USAGE.encode(new Usage(id, amounts)))));
        touched.reports()
                .forEach(id ->
                        put(hosts, StoreKeys.of(region, id), view.hostReport(id).map(StateCodec.HOST_REPORT::encode)));
        touched.flavors()
                .forEach(name -> put(
                        catalogue,
                        StoreKeys.flavor(region, name),
                        view.flavor(name).map(StateCodec.FLAVOR::encode)));
        touched.classes()
                .forEach(name -> put(
                        catalogue,
                        StoreKeys.of(region, name),
                        made(view.catalogue().createdAtMs(name))));
        touched.traits()
                .forEach(name -> put(
                        catalogue,
                        StoreKeys.of(region, name),
                        made(view.catalogue().createdAtMs(name))));
    }

    private static Optional<byte[]> made(OptionalLong createdAtMs) {
        return createdAtMs.isPresent()
                ? Optional.of(CatalogueValues.number(createdAtMs.getAsLong()))
                : Optional.empty();
    }

    private void writeRecent(Region region, Position position, RecentCommands before, RecentCommands after) {
        if (after.count() == before.count()) {
            catalogue.put(StoreKeys.position(region), CatalogueValues.position(position));
            return;
        }
        Position newest = Position.NONE;
        for (RecentCommands.Entry entry : after.since(before.count())) {
            catalogue.put(StoreKeys.decided(region, entry.slot()), CatalogueValues.recent(entry));
            newest = entry.position();
        }
        if (newest.compareTo(position) < 0) {
            // After a skip the newest command stands before it, and the skip itself may have left the window.
            catalogue.put(StoreKeys.position(region), CatalogueValues.position(position));
        }
    }

    private static void put(KeyValueStore<Bytes, byte[]> store, Bytes key, Optional<byte[]> value) {
        if (value.isPresent()) {
            store.put(key, value.get());
        } else {
            store.delete(key);
        }
    }
}
