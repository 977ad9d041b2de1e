package dev.berth.projector;

import dev.berth.events.log.DamagedRecord;
import dev.berth.events.log.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stream thread reads the log with. A partition whose lease has a fault is read no further, for nothing of it
 * may be decided. Nor is one whose next record is damaged, and the others go on: without this the thread would fail,
 * and each that replaces it. A partition whose task begins anew is read from the committed offset: Kafka Streams 4.4
 * makes a corrupted task anew and reads on where it was, so that what was read before and not committed would be passed
 * over. For the stream thread.
 */
final class LogConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(LogConsumer.class);

    private static final Duration COMMITTED_TIMEOUT = Duration.ofSeconds(1);

    private final Predicate<DamagedRecord> onDamage;
    private final OwnMembers members;
    private final Leases leases;
    private final Runnable beforeReading;
    private final String clientId;

    /** Under which lease a partition was read last; without one if there was none. */
    private final Map<TopicPartition, Optional<Lease>> readUnder = new HashMap<>();

    private String memberId = "";

    /**
     * @param onDamage told of a damaged record; says whether its partition has a fault from then on
     * @param members hears under which id it is a member of the group
     * @param leases each task that begins has a lease of its own
     * @param beforeReading runs each time before more is read, which may be waited for
     */
    LogConsumer(
            Map<String, Object> config,
            Predicate<DamagedRecord> onDamage,
            OwnMembers members,
            Leases leases,
            Runnable beforeReading) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.onDamage = onDamage;
        this.members = members;
        this.leases = leases;
        this.beforeReading = beforeReading;
        this.clientId = String.valueOf(config.get(ConsumerConfig.CLIENT_ID_CONFIG));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        beforeReading.run();
        if (!isBackAtCommitted()) {
            return ConsumerRecords.empty();
        }
        leaveAlone();
        try {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            sayWhoItIs();
            records.partitions().forEach(partition -> readUnder.put(partition, leases.of(partition.partition())));
            return records;
        } catch (KafkaException e) {
            if (DamagedRecord.in(e).filter(onDamage).isEmpty()) {
                throw e;
            }
            return ConsumerRecords.empty();
        }
    }

    /**
     * What is not committed is read once more, for tasks that have begun since it was read.
     *
     * @return false if Kafka does not say in time from where; nothing must be read then
     */
    private boolean isBackAtCommitted() {
        for (TopicPartition partition : List.copyOf(readUnder.keySet())) {
            Optional<Lease> now = leases.of(partition.partition());
            if (now.isPresent() && !now.equals(readUnder.get(partition))) {
                if (assignment().contains(partition)) {
                    try {
                        goBackTo(
                                partition,
                                committed(Set.of(partition), COMMITTED_TIMEOUT).get(partition));
                    } catch (TimeoutException e) {
                        LOG.warn("It is not known from where {} is to be read again: {}", partition, e.getMessage());
                        return false;
                    }
                }
                readUnder.remove(partition);
            }
        }
        return true;
    }

    private void goBackTo(TopicPartition partition, OffsetAndMetadata committed) {
        if (committed == null) {
            seekToBeginning(List.of(partition));
        } else {
            seek(partition, committed);
        }
    }

    private void sayWhoItIs() {
        String now = groupMetadata().memberId();
        if (!now.equals(memberId)) {
            memberId = now;
            members.joined(now, clientId);
        }
    }

    private void leaveAlone() {
        for (Lease lease : leases.all()) {
            TopicPartition partition = new TopicPartition(Topics.LOG.topic(), lease.partition());
            if (lease.fault().isPresent() && assignment().contains(partition)) {
                super.pause(List.of(partition));
            }
        }
    }

    /** Kafka Streams pauses a partition that it has enough of, and resumes it, anyone who else has paused it. */
    @Override
    public void resume(Collection<TopicPartition> partitions) {
        super.resume(
                partitions.stream().filter(partition -> !hasFault(partition)).toList());
    }

    /** Each task that begins has to find a fault itself. */
    private boolean hasFault(TopicPartition partition) {
        return leases.of(partition.partition()).flatMap(Lease::fault).isPresent();
    }
}
