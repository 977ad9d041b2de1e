package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real broker that has forgotten a transaction: the coordinator's own log is made to say what it says after all
 * brokers of a partition died, and the broker is started again. Everything else is as it comes.
 */
class ForgottenTransactionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Region EAST = new Region("east");
    private static final String COORDINATOR_LOG = "__transaction_state";
    private static final TopicPartition DECISIONS = new TopicPartition(Topics.DECISIONS.topic(), 0);
    private static final TopicPartition CHANGELOG = new TopicPartition("berth-projector-regions-changelog", 0);
    private static final byte COMPLETE_COMMIT = 4;
    private static final byte COMPLETE_ABORT = 5;

    @TempDir
    private Path dir;

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private CommandPublisher publisher;

    @BeforeEach
    void start() {
        schemas.registerSchemas();
        startKafka();
    }

    @AfterEach
    void stop() {
        publisher.close();
        kafka.close();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void abortsWhatKafkaHasForgottenBeforeAnythingIsDecidedAndRestoresTheStores() throws Exception {
        submitOne(1);
        leaveOpen("berth-projector-lost", DECISIONS, CHANGELOG);
        forget("berth-projector-lost", COMPLETE_ABORT);
        assertThat(isReadable(DECISIONS)).isFalse();

        // Without stores, so that the changelog has to be read to its end.
        try (Projector projector =
                new Projector(ProjectorConfig.of(connection, dir.resolve("empty")), schemas, publisher)) {
            projector.start(TIMEOUT);

            assertThat(projector.forgottenTransactions()).isEqualTo(2);
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(projector.views().view(EAST).provider(provider(1))).isPresent();
            projector.commandLog().submit(EAST, create(2)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        assertThat(isReadable(DECISIONS)).isTrue();
        assertThat(committed(DECISIONS)).noneMatch(value -> value.length == 1);
    }

    @Test
    void leavesWhatACoordinatorKnowsAsOngoing() throws Exception {
        leaveOpen("berth-projector-lost", DECISIONS);
        try (ForgottenTransactions forgotten = looking()) {
            assertThat(looksLongEnough(forgotten)).isTrue();
            assertThat(forgotten.aborted()).isZero();
        }
        assertThat(isReadable(DECISIONS)).isFalse();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 6 s; run with -Dfaults=true")
    void leavesWhatACoordinatorSaysIsCommittedAndWhatIsAnothers() throws Exception {
        leaveOpen("berth-projector-lost", DECISIONS);
        forget("berth-projector-lost", COMPLETE_COMMIT);
        leaveOpen("somebody", new TopicPartition(Topics.HOSTS.topic(), 0));
        forget("somebody", COMPLETE_ABORT);
        try (ForgottenTransactions forgotten = looking()) {
            assertThat(looksLongEnough(forgotten)).isTrue();
            assertThat(forgotten.aborted()).isZero();
        }
        assertThat(isReadable(DECISIONS)).isFalse();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 8 s; run with -Dfaults=true")
    void whatWasForgottenIsCommittedByTheProducersNextTransactionUnlessItWasAbortedBefore() throws Exception {
        leaveOpen("berth-projector-lost", DECISIONS);
        forget("berth-projector-lost", COMPLETE_ABORT);
        commitOne("berth-projector-lost", DECISIONS, 1);
        assertThat(committed(DECISIONS)).as("Kafka alone").containsExactly(new byte[] {9}, new byte[] {1});

        leaveOpen("berth-projector-lost", DECISIONS);
        forget("berth-projector-lost", COMPLETE_ABORT);
        try (ForgottenTransactions forgotten = looking()) {
            Awaitility.await().atMost(TIMEOUT).until(() -> forgotten.isClear(0));
            assertThat(forgotten.aborted()).isEqualTo(1);
        }
        commitOne("berth-projector-lost", DECISIONS, 2);
        assertThat(committed(DECISIONS)).containsExactly(new byte[] {9}, new byte[] {1}, new byte[] {2});
    }

    @Test
    void abortsNothingAtTheFirstLook() throws Exception {
        leaveOpen("berth-projector-lost", DECISIONS);
        forget("berth-projector-lost", COMPLETE_ABORT);
        try (ForgottenTransactions forgotten = looking()) {
            assertThat(forgotten.isClear(0)).isFalse();
            assertThat(forgotten.isClear(0)).isFalse();
            assertThat(forgotten.aborted()).isZero();
            Awaitility.await().atMost(TIMEOUT).until(() -> forgotten.isClear(0));
            assertThat(forgotten.aborted()).isEqualTo(1);
        }
        assertThat(isReadable(DECISIONS)).isTrue();
    }

    private ForgottenTransactions looking() {
        return new ForgottenTransactions(new KafkaTransactions(connection));
    }

    /** Looks twice with more than the time between looks in between; whether all was clear. */
    private static boolean looksLongEnough(ForgottenTransactions forgotten) throws InterruptedException {
        boolean isClear = forgotten.isClear(0);
        TimeUnit.MILLISECONDS.sleep(ForgottenTransactions.BETWEEN_LOOKS.toMillis() + 200);
        return isClear & forgotten.isClear(0);
    }

    private void submitOne(int provider) throws Exception {
        try (Projector projector =
                new Projector(ProjectorConfig.of(connection, dir.resolve("state")), schemas, publisher)) {
            projector.start(TIMEOUT);
            projector
                    .commandLog()
                    .submit(EAST, create(provider))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private void startKafka() {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, 1, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    /** Writes a byte in a transaction to each of these partitions, and goes away. */
    private void leaveOpen(String transactionalId, TopicPartition... partitions) {
        KafkaProducer<byte[], byte[]> producer =
                producer(Map.of("transactional.id", transactionalId, "transaction.timeout.ms", "600000"));
        producer.initTransactions();
        producer.beginTransaction();
        for (TopicPartition partition : partitions) {
            producer.send(
                    new ProducerRecord<>(partition.topic(), partition.partition(), new byte[] {8}, new byte[] {9}));
        }
        producer.flush();
        producer.close(Duration.ZERO);
    }

    private void commitOne(String transactionalId, TopicPartition partition, int value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", transactionalId))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(
                            partition.topic(), partition.partition(), new byte[] {8}, new byte[] {(byte) value}))
                    .get(10, TimeUnit.SECONDS);
            producer.commitTransaction();
        }
        // The coordinator answers before it has written the markers.
        Awaitility.await().atMost(TIMEOUT).until(() -> isReadable(partition));
    }

    /** Has the coordinator believe that it has ended the transaction everywhere, as it does where it skips markers. */
    private void forget(String transactionalId, byte status) throws Exception {
        ConsumerRecord<byte[], byte[]> last = lastOf(transactionalId);
        TransactionLogValue value = new TransactionLogValue(
                new ByteBufferAccessor(ByteBuffer.wrap(last.value(), 2, last.value().length - 2)), last.value()[1]);
        value.setTransactionStatus(status);
        value.setProducerEpoch((short) (value.producerEpoch() + 1));
        value.setTransactionPartitions(List.of());
        byte[] written = MessageUtil.toVersionPrefixedBytes(last.value()[1], value);
        // Kafka lets nobody else write to its own topics.
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("client.id", "__admin_client"))) {
            producer.send(new ProducerRecord<>(COORDINATOR_LOG, last.partition(), last.key(), written))
                    .get(10, TimeUnit.SECONDS);
        }
        publisher.close();
        kafka.close();
        startKafka();
        try (Admin admin = admin()) {
            TransactionState expected =
                    status == COMPLETE_ABORT ? TransactionState.COMPLETE_ABORT : TransactionState.COMPLETE_COMMIT;
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> admin.describeTransactions(List.of(transactionalId))
                                    .description(transactionalId)
                                    .get(10, TimeUnit.SECONDS)
                                    .state()
                            == expected);
        }
    }

    private ConsumerRecord<byte[], byte[]> lastOf(String transactionalId) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read(COORDINATOR_LOG)) {
            TransactionLogKey key = new TransactionLogKey(
                    new ByteBufferAccessor(ByteBuffer.wrap(record.key(), 2, record.key().length - 2)), record.key()[1]);
            if (key.transactionalId().equals(transactionalId)) {
                found.add(record);
            }
        }
        return found.get(found.size() - 1);
    }

    private List<byte[]> committed(TopicPartition partition) {
        return read(partition.topic()).stream().map(ConsumerRecord::value).toList();
    }

    /** All committed records of a topic. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    private boolean isReadable(TopicPartition partition) throws Exception {
        try (Admin admin = admin()) {
            return end(admin, partition, IsolationLevel.READ_COMMITTED)
                    == end(admin, partition, IsolationLevel.READ_UNCOMMITTED);
        }
    }

    private static long end(Admin admin, TopicPartition partition, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get(10, TimeUnit.SECONDS)
                .offset();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> added) {
        Map<String, Object> settings = new HashMap<>(added);
        settings.put("bootstrap.servers", connection.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
