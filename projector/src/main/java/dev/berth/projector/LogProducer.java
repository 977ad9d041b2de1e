package dev.berth.projector;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a stream thread writes with. It commits no offset behind a record that was not decided: Kafka Streams counts a
 * record that its partition's fault had left alone as done, and the next start would take it for decided. For the
 * stream thread.
 */
final class LogProducer extends KafkaProducer<byte[], byte[]> {
    private final Leases leases;

    /** @param leases which records the tasks of this instance have left undecided */
    LogProducer(Map<String, Object> config, Leases leases) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.leases = leases;
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        super.sendOffsetsToTransaction(decided(offsets, leases), group);
    }

    static Map<TopicPartition, OffsetAndMetadata> decided(
            Map<TopicPartition, OffsetAndMetadata> offsets, Leases leases) {
        Map<TopicPartition, OffsetAndMetadata> decided = new HashMap<>(offsets);
        decided.replaceAll((partition, offset) -> leases.firstUndecided(partition.partition())
                .filter(first -> first < offset.offset())
                .map(first -> new OffsetAndMetadata(first, offset.leaderEpoch(), offset.metadata()))
                .orElse(offset));
        return decided;
    }
}
