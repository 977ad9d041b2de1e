package dev.berth.projector;

import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Usage;
import dev.berth.ledger.LogEntry;
import dev.berth.ledger.RecentCommands;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionView;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Brings the stores to where the fold is: writes what a step touched, all within the step's transaction. Facts and projections are
 * written here and nowhere else. For the stream thread.
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
     * @param raw the bytes of the record that was taken, kept if it has to wait
     */
    void write(RegionFold before, RegionFold.Taken taken, LogEntry entry, byte[] raw) {
        RegionView view = taken.after().view();
        Region region = view.region();
        Touched touched = new Touched(before.view(), taken.decisions());
        writeTouched(region, view, touched);
        touched.deviceHosts.forEach(host -> devices.write(before.view(), view, host));
        writeRecent(region, view.position(), before.view().recent(), view.recent());
        if (view.rulesVersion() != before.view().rulesVersion()) {
            catalogue.put(StoreKeys.rules(region), CatalogueValues.number(view.rulesVersion()));
        }
        if (before.stop().isPresent() || taken.after().stop().isPresent()) {
            writeStop(region, before, taken.after(), entry, raw);
        }
    }

    private void writeTouched(Region region, RegionView view, Touched touched) {
        touched.providers.forEach(
                id -> put(providers, StoreKeys.of(region, id), view.provider(id).map(StateCodec.PROVIDER::encode)));
        touched.consumers.forEach(
                id -> put(consumers, StoreKeys.of(region, id), view.consumer(id).map(StateCodec.CONSUMER::encode)));
        touched.usages.forEach(id -> put(
                usage,
                StoreKeys.of(region, id),
                Optional.of(view.consumers().usage(id))
                        .filter(amounts -> !amounts.isEmpty())
                        .map(amounts -> StateCodec.USAGE.encode(new Usage(id, amounts)))));
        touched.hosts.forEach(
                id -> put(hosts, StoreKeys.of(region, id), view.hostReport(id).map(StateCodec.HOST_REPORT::encode)));
        touched.flavors.forEach(name ->
                put(catalogue, StoreKeys.flavor(region, name), view.flavor(name).map(StateCodec.FLAVOR::encode)));
        touched.classes.forEach(name ->
                put(catalogue, StoreKeys.of(region, name), made(view.catalogue().createdAtMs(name))));
        touched.traits.forEach(name ->
                put(catalogue, StoreKeys.of(region, name), made(view.catalogue().createdAtMs(name))));
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
        for (RecentCommands.Entry entry : after.since(before.count())) {
            catalogue.put(StoreKeys.decided(region, entry.slot()), CatalogueValues.recent(entry));
        }
    }

    private void writeStop(Region region, RegionFold before, RegionFold after, LogEntry entry, byte[] raw) {
        put(catalogue, StoreKeys.stop(region), after.stop().map(CatalogueValues::stop));
        for (LogEntry waited : before.waiting()) {
            if (!after.waiting().contains(waited)) {
                catalogue.delete(StoreKeys.waiting(region, waited.position().offset()));
            }
        }
        if (after.waiting().contains(entry)) {
            catalogue.put(StoreKeys.waiting(region, entry.position().offset()), CatalogueValues.waiting(entry, raw));
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
