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
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
    private final OwnMembers members;
    private final Runnable beforeReading;
    private final String clientId;
    private String memberId = "";

    /**
     * @param onDamage told of a damaged record; says whether its partition is to be left alone from then on
     * @param members hears under which id it is a member of the group
     * @param beforeReading runs each time before more is read, which may be waited for
     */
    LogConsumer(
            Map<String, Object> config, Predicate<DamagedRecord> onDamage, OwnMembers members, Runnable beforeReading) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.onDamage = onDamage;
        this.members = members;
        this.beforeReading = beforeReading;
        this.clientId = String.valueOf(config.get(ConsumerConfig.CLIENT_ID_CONFIG));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        beforeReading.run();
        try {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            sayWhoItIs();
            return records;
        } catch (KafkaException e) {
            Optional<DamagedRecord> record = DamagedRecord.in(e).filter(onDamage);
            if (record.isEmpty()) {
                throw e;
            }
            leave(new TopicPartition(record.get().topic(), record.get().partition()));
            return ConsumerRecords.empty();
        }
    }

    private void sayWhoItIs() {
        String now = groupMetadata().memberId();
        if (!now.equals(memberId)) {
            memberId = now;
            members.joined(now, clientId);
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
