package dev.berth.projector;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state stores of the topology: RocksDB, each with a changelog. Facts are what the log said; a projection follows
 * from facts and can be dropped.
 *
 * <pre>
 * store       kind        key (after the region, see StoreKeys)   value
 * providers   fact        provider id                             Provider
 * consumers   fact        consumer id                             Consumer with its allocations
 * hosts       fact        host's provider id                      what its agent vouches for
 * catalogue   fact        see StoreKeys                           custom classes and traits, flavors, rules, recent commands, stop
 * usage       projection  provider id                             amounts by class
 * devices     fact        host's provider id, PCI address         the device and who holds it
 * pci-pools   projection  host's provider id                      its free devices, grouped
 * marks       fact        one row a partition, no region          what stood at the last offset that was taken, see LogMark
 * </pre>
 */
final class Stores {
    static final String PROVIDERS = "providers";
    static final String CONSUMERS = "consumers";
    static final String HOSTS = "hosts";
    static final String CATALOGUE = "catalogue";
    static final String USAGE = "usage";
    static final String DEVICES = "devices";
    static final String PCI_POOLS = "pci-pools";

    static final String MARKS = "marks";

    private static final List<String> ALL = List.of(PROVIDERS, CONSUMERS, HOSTS, CATALOGUE, USAGE, DEVICES, PCI_POOLS);

    private Stores() {}

    static List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> builders() {
        return Stream.concat(ALL.stream().map(Stores::builder), Stream.of(marks()))
                .toList();
    }

    /** Its row changes with every record; the cache in front of it makes that one write a commit. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> marks() {
        return builder(MARKS).withCachingEnabled();
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                Serdes.Bytes(),
                Serdes.ByteArray());
    }
}
