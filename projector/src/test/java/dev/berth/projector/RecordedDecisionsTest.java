package dev.berth.projector;

import static dev.berth.projector.Commands.claim;
import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.inventory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.ledger.digest.StateDigest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that go further than the committed offset: each decision in them is recorded once, whatever the reason. */
class RecordedDecisionsTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private SchemaRegistry schemas;
    private CommandPublisher publisher;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        TopicAdmin.ensure(connection, 1, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    @AfterEach
    void stop() {
        publisher.close();
        kafka.close();
    }

    @Test
    void recordsWhatOnlyTheRowsOfAnAbortedTransactionHave() throws Exception {
        decide(EAST, List.of(create(1), inventory(1, 0, 10), claim(1, 1, 1)));
        List<ConsumerRecord<byte[], byte[]>> recorded = decisions();
        decide(EAST, List.of(claim(2, 1, 1), claim(3, 1, 1)));
        StateDigest before = decide(WEST, List.of(create(2)));
        List<ConsumerRecord<byte[], byte[]>> all = decisions();
        recordOnly(recorded);
        setOffset(3);

        try (Said said = new Said()) {
            assertThat(decide(WEST, List.of())).isEqualTo(before);
            assertThat(said.lines())
                    .anyMatch(line -> line.contains("region east ends with a decision")
                            && line.contains("that berth.decisions does not have"))
                    .anyMatch(line -> line.contains("1 region made again from the log up to offset 3"));
        }
        assertThat(decisions())
                .usingElementComparator(RecordedDecisionsTest::compare)
                .containsExactlyElementsOf(all);
    }

    @Test
    void recordsNothingTwiceWhereOnlyTheOffsetWasSetBack() throws Exception {
        StateDigest before = decide(EAST, List.of(create(1), inventory(1, 0, 10), claim(1, 1, 1)));
        List<ConsumerRecord<byte[], byte[]>> all = decisions();
        setOffset(1);

        try (Said said = new Said()) {
            assertThat(decide(EAST, List.of())).isEqualTo(before);
            assertThat(said.lines()).noneMatch(line -> line.contains("committed last"));
        }
        assertThat(decisions())
                .usingElementComparator(RecordedDecisionsTest::compare)
                .containsExactlyElementsOf(all);
    }

    private static int compare(ConsumerRecord<byte[], byte[]> one, ConsumerRecord<byte[], byte[]> other) {
        return Arrays.compare(one.value(), other.value());
    }

    /** What the region comes to. */
    private StateDigest decide(Region region, List<Command> commands) throws Exception {
        try (Projector projector =
                new Projector(ProjectorConfig.of(connection, dir.resolve("state")), schemas, publisher)) {
            projector.start(TIMEOUT);
            for (Command command : commands) {
                projector
                        .commandLog()
                        .submit(region, command)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
            }
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> projector.views().view(region).recent().count() > 0);
            return StateDigest.of(projector.views().view(region));
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> decisions() {
        TopicPartition partition = new TopicPartition(Topics.DECISIONS.topic(), 0);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    /** Makes the topic of decisions anew, with these alone. */
    private void recordOnly(List<ConsumerRecord<byte[], byte[]>> decisions) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(Topics.DECISIONS.topic())).all().get(10, TimeUnit.SECONDS);
        }
        Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> TopicAdmin.ensure(connection, 1, 1) == 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> each : decisions) {
                producer.send(new ProducerRecord<>(Topics.DECISIONS.topic(), 0, each.key(), each.value()))
                        .get(10, TimeUnit.SECONDS);
            }
        }
    }

    private void setOffset(long offset) throws Exception {
        String group = ProjectorConfig.APPLICATION_ID;
        try (Admin admin = admin()) {
            // It keeps a place for an instance that has ended.
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get(10, TimeUnit.SECONDS);
            admin.alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(Topics.LOG.topic(), 0), new OffsetAndMetadata(offset)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
    }
}
