package dev.berth.projector.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of its own whose only reader answers anyone who appended: what the log costs without anything that Berth
 * does.
 */
final class EchoingLog implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition("echo", 0);

    private final KafkaProducer<byte[], byte[]> producer;
    private final byte[] value;
    private final ConcurrentMap<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Thread reader;
    private volatile boolean isClosed;

    private EchoingLog(String kafka, byte[] value) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.value = value;
        this.reader = new Thread(() -> read(kafka), "echo");
    }

    static EchoingLog open(String kafka, byte[] value) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(Set.of(new NewTopic(PARTITION.topic(), Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        EchoingLog log = new EchoingLog(kafka, value);
        log.reader.setDaemon(true);
        log.reader.start();
        return log;
    }

    /** Appends the value and completes when it was read. */
    CompletionStage<Void> echo() {
        long number = numbers.incrementAndGet();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        producer.send(new ProducerRecord<>(PARTITION.topic(), PARTITION.partition(), key, value));
        return answer;
    }

    private void read(String kafka) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (!isClosed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    waiting.remove(ByteBuffer.wrap(record.key()).getLong()).complete(null);
                }
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        producer.close();
    }
}
