package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.events.model.Usage;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import io.vavr.collection.Queue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the folds of a task's regions from its stores, after a start or a reassignment. Only facts are read; the
 * projections are derived anew and compared with what their stores say, and a store that differs is a bug and is put
 * right. For the stream thread.
 */
final class StateReader {
    private static final Logger LOG = LoggerFactory.getLogger(StateReader.class);

    private final StateStores stores;
    private final CommandCodec commands;
    private final Map<Region, Facts> facts = new TreeMap<>();
    private final Map<Region, CatalogueValues.Stop> stops = new TreeMap<>();
    private final Map<Region, List<LogEntry>> waiting = new TreeMap<>();

    /** What has been read of a region so far. */
    private static final class Facts {
        private final RegionEdit edit;
        private final List<RecentCommands.Entry> recent = new ArrayList<>();
        private final Map<ProviderId, List<TrackedDevice>> devices = new TreeMap<>();
        private Position position = Position.NONE;
        private Chain chain;

        Facts(Region region) {
            RegionView empty = RegionView.empty(region);
            edit = new RegionEdit(empty);
            chain = empty.chain();
        }

        void add(HostDevice device) {
            devices.computeIfAbsent(device.host(), none -> new ArrayList<>()).add(device.device());
        }

        RegionView view() {
            devices.forEach((host, tracked) -> edit.devices(host, DeviceTable.of(tracked)));
            return edit.leftAt(position, recent, chain).view();
        }
    }

    StateReader(StateStores stores, CommandCodec commands) {
        this.stores = stores;
        this.commands = commands;
    }

    Map<Region, RegionFold> read() {
        forEach(stores.providers(), (key, value) -> facts(key).edit.put(StateCodec.PROVIDER.decode(value)));
        forEach(stores.consumers(), (key, value) -> facts(key).edit.put(StateCodec.CONSUMER.decode(value)));
        forEach(stores.hosts(), (key, value) -> facts(key).edit.put(StateCodec.HOST_REPORT.decode(value)));
        forEach(stores.devices(), (key, value) -> facts(key).add(StateCodec.HOST_DEVICE.decode(value)));
        forEach(stores.catalogue(), this::readCatalogue);
        Map<Region, RegionFold> folds = new TreeMap<>();
        facts.forEach((region, read) -> folds.put(region, fold(region, read.view())));
        folds.values().forEach(fold -> repairUsage(fold.view()));
        PoolRepair pools = new PoolRepair(stores.pciPools());
        folds.values().forEach(fold -> pools.repair(fold.view()));
        return folds;
    }

    private void readCatalogue(Bytes key, byte[] value) {
        Region region = StoreKeys.region(key);
        switch (StoreKeys.kind(key)) {
            case StoreKeys.CUSTOM_CLASS ->
                facts(key).edit.put(ResourceClass.of(name(key)), CatalogueValues.number(value));
            case StoreKeys.CUSTOM_TRAIT -> facts(key).edit.put(Trait.of(name(key)), CatalogueValues.number(value));
            case StoreKeys.FLAVOR -> facts(key).edit.put(StateCodec.FLAVOR.decode(value));
            case StoreKeys.RULES -> facts(key).edit.rules(new RulesVersion((int) CatalogueValues.number(value)));
            case StoreKeys.DECIDED -> facts(key).recent.add(CatalogueValues.recent(value));
            case StoreKeys.CHAIN -> facts(key).chain = new Chain(Sha256.ofBytes(value));
            case StoreKeys.POSITION -> facts(key).position = CatalogueValues.position(value);
            case StoreKeys.STOP -> {
                facts(key);
                stops.put(region, CatalogueValues.stop(value));
            }
            case StoreKeys.WAITING -> {
                CatalogueValues.Waiting entry = CatalogueValues.waiting(value);
                waiting.computeIfAbsent(region, none -> new ArrayList<>())
                        .add(commands.decode(entry.position(), entry.raw()));
            }
            default -> throw new IllegalStateException("expected a key of the catalogue but got " + key);
        }
    }

    private RegionFold fold(Region region, RegionView view) {
        List<LogEntry> held = waiting.getOrDefault(region, new ArrayList<>());
        held.sort(Comparator.comparing(LogEntry::position));
        Optional<RegionStop> stop = Optional.ofNullable(stops.get(region))
                .map(at -> new RegionStop(
                        held.stream()
                                .filter(entry -> entry.position().equals(at.position()))
                                .findFirst()
                                .orElseThrow(() -> new IllegalStateException("expected the record at which region "
                                        + region + " has stopped, " + at.position())),
                        at.reason()));
        stop.ifPresent(at -> held.remove(at.entry()));
        return RegionFold.of(view, stop, Queue.ofAll(held));
    }

    /** Usage as the consumers' allocations have it is right; the store is only its copy. */
    private void repairUsage(RegionView view) {
        for (Provider provider : view.providers().all()) {
            Bytes key = StoreKeys.of(view.region(), provider.id());
            byte[] kept = stores.usage().get(key);
            byte[] derived = usage(view, provider.id());
            if (!Arrays.equals(kept, derived)) {
                LOG.error(
                        "Region {}: the usage store differs from the allocations on provider {}. "
                                + "It is put right; please report this as a bug.",
                        view.region(),
                        provider.id());
                stores.usage().put(key, derived);
            }
        }
    }

    private static byte[] usage(RegionView view, ProviderId provider) {
        return view.consumers().usage(provider).isEmpty()
                ? null
                : StateCodec.USAGE.encode(new Usage(provider, view.consumers().usage(provider)));
    }

    private Facts facts(Bytes key) {
        return facts.computeIfAbsent(StoreKeys.region(key), Facts::new);
    }

    private static String name(Bytes key) {
        return StandardCharsets.US_ASCII.decode(StoreKeys.rest(key)).toString();
    }

    private static void forEach(KeyValueStore<Bytes, byte[]> store, BiConsumer<Bytes, byte[]> action) {
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                action.accept(entry.key, entry.value);
            }
        }
    }
}
