package dev.berth.projector;

import dev.berth.events.host.HostRowKey;
import dev.berth.events.log.Partitions;
import dev.berth.projector.store.RegionStoreBuilder;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The topology, one task a partition of the log:
 *
 * <pre>
 *   berth.log ──▶ LedgerProcessor ──▶ berth.decisions
 *                     │         └────▶ berth.hosts (what agents are told)
 *                     └──▶ regions (RegionStore: RocksDB, one changelog)
 * </pre>
 *
 * <p>Offsets, rows, decisions and what agents are told share one transaction (exactly_once_v2), so a decision is
 * recorded once and the stores are never ahead of or behind it. Records are read as bytes: a record that cannot be
 * decoded is the processor's to judge, for it stops a region and not the task. The log itself is written outside of
 * transactions, or its reader would wait for them to commit.
 */
final class LedgerTopology {
    private static final String SOURCE = "log";
    private static final String PROCESSOR = "ledger";

    /** The sink for decisions. */
    static final String DECISIONS = "decisions";

    /** The sink for the rows that agents read. */
    static final String HOSTS = "hosts";

    private LedgerTopology() {}

    static Topology of(
            String logTopic,
            String decisionsTopic,
            String hostsTopic,
            RegionStoreBuilder store,
            Supplier<LedgerProcessor> processor) {
        Topology topology = new Topology();
        topology.addSource(SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), logTopic);
        topology.addProcessor(PROCESSOR, processor::get, SOURCE);
        topology.addStateStore(store, PROCESSOR);
        topology.addSink(
                DECISIONS,
                decisionsTopic,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                home(key -> key),
                PROCESSOR);
        topology.addSink(
                HOSTS,
                hostsTopic,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                home(key -> HostRowKey.read(key).orElseThrow().home()),
                PROCESSOR);
        return topology;
    }

    /**
     * Names the partition, so that no client setting can put a record in a partition other than its region's or host's.
     * Kafka
     * 4.4 gives the interface a second method, with headers, but still has this one as its only abstract one.
     */
    @SuppressWarnings("removal")
    private static StreamPartitioner<byte[], byte[]> home(UnaryOperator<byte[]> part) {
        return (topic, key, value, partitions) -> Optional.of(Set.of(Partitions.home(part.apply(key), partitions)));
    }
}
