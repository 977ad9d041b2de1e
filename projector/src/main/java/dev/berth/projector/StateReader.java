package dev.berth.projector;

import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.Usage;
import dev.berth.ledger.LogEntry;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.RegionView;
import dev.berth.ledger.RegionViewBuilder;
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
 * Makes the folds of a task's regions from its stores, after a start or a reassignment. Only facts are read; the projections are
 * derived anew and compared with what their stores say, and a store that differs is a bug and is put right. For the stream thread.
 */
final class StateReader {
    private static final Logger LOG = LoggerFactory.getLogger(StateReader.class);

    private final StateStores stores;
    private final LogDecoder decoder;
    private final Map<Region, RegionViewBuilder> builders = new TreeMap<>();
    private final Map<Region, RegionStop> stops = new TreeMap<>();
    private final Map<Region, List<LogEntry>> waiting = new TreeMap<>();

    StateReader(StateStores stores, LogDecoder decoder) {
        this.stores = stores;
        this.decoder = decoder;
    }

    Map<Region, RegionFold> read() {
        forEach(stores.providers(), (key, value) -> builder(key).add(StateCodec.PROVIDER.decode(value)));
        forEach(stores.consumers(), (key, value) -> builder(key).add(StateCodec.CONSUMER.decode(value)));
        forEach(stores.hosts(), (key, value) -> builder(key).add(StateCodec.HOST_REPORT.decode(value)));
        forEach(stores.devices(), (key, value) -> builder(key).add(StateCodec.HOST_DEVICE.decode(value)));
        forEach(stores.catalogue(), this::readCatalogue);
        Map<Region, RegionFold> folds = new TreeMap<>();
        builders.forEach((region, builder) -> folds.put(region, fold(region, builder.build())));
        folds.values().forEach(fold -> repairUsage(fold.view()));
        PoolRepair pools = new PoolRepair(stores.pciPools());
        folds.values().forEach(fold -> pools.repair(fold.view()));
        return folds;
    }

    private void readCatalogue(Bytes key, byte[] value) {
        Region region = StoreKeys.region(key);
        switch (StoreKeys.kind(key)) {
            case StoreKeys.CUSTOM_CLASS -> builder(key).add(ResourceClass.of(name(key)), CatalogueValues.number(value));
            case StoreKeys.CUSTOM_TRAIT -> builder(key).add(Trait.of(name(key)), CatalogueValues.number(value));
            case StoreKeys.FLAVOR -> builder(key).add(StateCodec.FLAVOR.decode(value));
            case StoreKeys.RULES -> builder(key).rulesVersion((int) CatalogueValues.number(value));
            case StoreKeys.DECIDED -> builder(key).add(CatalogueValues.recent(value));
            case StoreKeys.POSITION -> builder(key).position(CatalogueValues.position(value));
            case StoreKeys.STOP -> {
                builder(key);
                stops.put(region, CatalogueValues.stop(value));
            }
            case StoreKeys.WAITING -> {
                CatalogueValues.Waiting entry = CatalogueValues.waiting(value);
                waiting.computeIfAbsent(region, none -> new ArrayList<>())
                        .add(decoder.decode(entry.position(), entry.raw(), entry.request()));
            }
            default -> throw new IllegalStateException("expected a key of the catalogue but got " + key);
        }
    }

    private RegionFold fold(Region region, RegionView view) {
        List<LogEntry> entries = waiting.getOrDefault(region, new ArrayList<>());
        entries.sort(Comparator.comparing(LogEntry::position));
        return new RegionFold(view, Optional.ofNullable(stops.get(region)), Queue.ofAll(entries));
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

    private RegionViewBuilder builder(Bytes key) {
        return builders.computeIfAbsent(StoreKeys.region(key), RegionViewBuilder::new);
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
