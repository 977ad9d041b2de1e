package dev.berth.projector;

import dev.berth.events.log.DamagedRecord;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients that Kafka Streams works with: its usual ones, but for those that read the log and commit its offsets.
 *
 * @param onProducer is given the transactional id of each producer
 * @param members hears under which ids those that read the log are members of the group
 * @param leases the leases of the tasks that they work for
 * @param beforeReading runs on a stream thread each time before it reads more of the log
 */
record Clients(
        Predicate<DamagedRecord> onDamage,
        Consumer<String> onProducer,
        OwnMembers members,
        Leases leases,
        Runnable beforeReading)
        implements KafkaClientSupplier {
    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        if (config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) instanceof String name) {
            onProducer.accept(name);
        }
        return new LogProducer(config, leases);
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new LogConsumer(config, onDamage, members, leases, beforeReading);
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }
}
