package dev.berth.projector;

import dev.berth.events.log.DamagedRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a stream thread reads the log with. A partition whose next record is damaged is read no further, and the others
 * go on: without this the thread would fail, and each that replaces it. For the stream thread.
 */
final class LogConsumer extends KafkaConsumer<byte[], byte[]> {
    private final Predicate<DamagedRecord> onDamage;
    private final Set<TopicPartition> damaged = new HashSet<>();

    /**
     * @param onDamage told of a damaged record; says whether its partition is to be left alone from then on
     */
    LogConsumer(Map<String, Object> config, Predicate<DamagedRecord> onDamage) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.onDamage = onDamage;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return super.poll(timeout);
        } catch (KafkaException e) {
            Optional<DamagedRecord> record = DamagedRecord.in(e).filter(onDamage);
            if (record.isEmpty()) {
                throw e;
            }
            leave(new TopicPartition(record.get().topic(), record.get().partition()));
            return ConsumerRecords.empty();
        }
    }

    private void leave(TopicPartition partition) {
        damaged.retainAll(assignment());
        damaged.add(partition);
        super.pause(List.of(partition));
    }

    /** Kafka Streams pauses a partition that it has enough of, and resumes it, anyone who else has paused it. */
    @Override
    public void resume(Collection<TopicPartition> partitions) {
        super.resume(partitions.stream()
                .filter(partition -> !damaged.contains(partition))
                .toList());
    }
}
