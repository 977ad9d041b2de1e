package dev.berth.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads strings through ordinary clients, as anybody outside would. */
final class TestingRecords {
    static final String TOPIC = "words";

    private TestingRecords() {}

    static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    static KafkaProducer<String, String> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    static void append(String bootstrapServers, String... words) throws Exception {
        try (KafkaProducer<String, String> producer = producer(bootstrapServers)) {
            for (String word : words) {
                producer.send(new ProducerRecord<>(TOPIC, word)).get();
            }
        }
    }

    /** Leaves a word in a transaction that nobody ends. */
    static void appendWithoutCommit(String bootstrapServers, String word, Duration transactionTimeout)
            throws Exception {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "transactional.id",
                        "interrupted",
                        "transaction.timeout.ms",
                        String.valueOf(transactionTimeout.toMillis())),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, word)).get();
        // Not to be closed: that would abort the transaction.
    }

    static List<String> readAll(String bootstrapServers) {
        return readAll(bootstrapServers, IsolationLevel.READ_UNCOMMITTED);
    }

    /** What stands before the first transaction that is still open, without what was aborted. */
    static List<String> readCommitted(String bootstrapServers) {
        return readAll(bootstrapServers, IsolationLevel.READ_COMMITTED);
    }

    private static List<String> readAll(String bootstrapServers, IsolationLevel isolation) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        List<String> words = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation.toString()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> word : consumer.poll(Duration.ofMillis(100))) {
                    words.add(word.value());
                }
            }
        }
        return words;
    }
}
