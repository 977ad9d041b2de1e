package dev.berth.projector;

import dev.berth.events.log.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Which peer keeps each partition, as the last rebalance told this instance. The table is made again after each change
 * of state, so a look into it costs next to nothing. Any thread may ask.
 */
final class PartitionOwners {
    /** A rebalance that changes nothing here changes no state here either, so the table is not kept for long. */
    private static final long KEPT_NS = Duration.ofMillis(250).toNanos();

    private static final Owner NOT_RUNNING =
            new Owner.Nobody("this instance has not joined its peers or has left them");
    private static final Owner ON_ITS_WAY =
            new Owner.Nobody("this instance is taking the region over and has yet to restore it");
    private static final Owner UNASSIGNED = new Owner.Nobody("no instance has been given the region yet");

    private final KafkaStreams streams;
    private final Address self;
    private volatile Table table = Table.empty();

    /**
     * @param standbys the partitions of which this instance keeps a warm copy
     * @param peers all other instances
     */
    private record Table(Map<Integer, Owner> owners, Set<Integer> standbys, Set<Address> peers, long madeNs) {
        /** One that is not looked at. */
        static Table empty() {
            return new Table(Map.of(), Set.of(), Set.of(), System.nanoTime() - KEPT_NS);
        }
    }

    PartitionOwners(KafkaStreams streams, Address self) {
        this.streams = streams;
        this.self = self;
    }

    /** The table may be wrong now. */
    void invalidate() {
        table = Table.empty();
    }

    /** Who keeps a partition that this instance does not keep. */
    Owner owner(int partition) {
        return table().map(known -> known.owners().getOrDefault(partition, UNASSIGNED))
                .orElse(NOT_RUNNING);
    }

    /** Whether a partition is this instance's to keep once its stores are restored. */
    boolean isOnItsWay(int partition) {
        return owner(partition) == ON_ITS_WAY;
    }

    /** Whether this instance keeps a warm copy of a partition. */
    boolean isStandby(int partition) {
        return table().filter(known -> known.standbys().contains(partition)).isPresent();
    }

    /** Where all other instances are; none if this one does not run. */
    Set<Address> peers() {
        return table().map(Table::peers).orElse(Set.of());
    }

    /** What the last rebalance told; empty if this instance does not run. */
    private Optional<Table> table() {
        long nowNs = System.nanoTime();
        Table known = table;
        if (nowNs - known.madeNs() >= KEPT_NS) {
            if (!streams.state().isRunningOrRebalancing()) {
                return Optional.empty();
            }
            try {
                known = read(nowNs);
            } catch (StreamsNotStartedException | IllegalStateException closing) {
                return Optional.empty();
            }
            // While instances change places the peers' metadata may be the last generation's.
            if (streams.state() == KafkaStreams.State.RUNNING) {
                table = known;
            }
        }
        return Optional.of(known);
    }

    private Table read(long nowNs) {
        Map<Integer, Owner> owners = new HashMap<>();
        Set<Integer> standbys = new HashSet<>();
        Set<Address> peers = new HashSet<>();
        for (StreamsMetadata peer : streams.metadataForAllStreamsClients()) {
            if (!peer.hostInfo().equals(HostInfo.unavailable())) {
                Address address = new Address(peer.host(), peer.port());
                boolean isSelf = address.equals(self);
                Owner owner = isSelf ? ON_ITS_WAY : new Owner.At(address);
                partitions(peer.topicPartitions()).forEach(partition -> owners.put(partition, owner));
                if (isSelf) {
                    partitions(peer.standbyTopicPartitions()).forEach(standbys::add);
                } else {
                    peers.add(address);
                }
            }
        }
        return new Table(owners, standbys, peers, nowNs);
    }

    private static Stream<Integer> partitions(Set<TopicPartition> all) {
        return all.stream()
                .filter(partition -> partition.topic().equals(Topics.LOG.topic()))
                .map(TopicPartition::partition);
    }
}
