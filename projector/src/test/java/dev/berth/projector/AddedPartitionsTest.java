package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.DecidedPartitions;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.log.TopicsContradictException;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.projector.LogUnavailableException.Fate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A log, on a real broker, that somebody gives more partitions than its regions were decided with. */
class AddedPartitionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int BEFORE = 1;
    private static final int NOW = 3;

    /** At home in another partition of three than the first. */
    private static final Region MOVED = Region.DEFAULT;

    @TempDir
    private Path dir;

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private CommandPublisher publisher;

    @BeforeEach
    void start() throws Exception {
        assertThat(Partitions.of(MOVED, NOW)).isNotZero();
        schemas.registerSchemas();
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, BEFORE, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
        try (Projector projector = projector()) {
            projector.start(TIMEOUT);
            submit(projector, create(1));
        }
    }

    @AfterEach
    void stop() {
        publisher.close();
        kafka.close();
    }

    @Test
    void doesNotStartAndDoesNotPassOnTheAdviceThatWouldDeleteWhatWasDecided() throws Exception {
        addPartitions();

        try (Projector projector = projector()) {
            assertThatThrownBy(() -> projector.start(TIMEOUT))
                    .isInstanceOf(TopicsContradictException.class)
                    .hasMessageContaining("it has 3 partitions and was decided with 1")
                    .hasMessageContaining("put the topics back as they were")
                    .hasMessageNotContaining("Resetter");
        }
    }

    @Test
    void takesNoCommandsOnceTheyAreAddedUnderItAndGoesOnReading() throws Exception {
        try (Projector projector = projector()) {
            projector.start(TIMEOUT);
            addPartitions();

            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> projector.views().fault(MOVED).isPresent());
            assertThat(projector.views().fault(MOVED).orElseThrow())
                    .contains("it has 3 partitions and was decided with 1");
            assertThatThrownBy(() -> submit(projector, create(2)))
                    .hasCauseInstanceOf(LogUnavailableException.class)
                    .extracting(failure -> ((LogUnavailableException) failure.getCause()).fate())
                    .isEqualTo(Fate.NOT_APPENDED);
            assertThat(projector.views().view(MOVED).provider(provider(1))).isPresent();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void doesNotTakeTheRegionForNewThoughStoresAndChangelogWereReset() throws Exception {
        addPartitions();
        reset(false);

        assertHalted();
    }

    @Test
    void doesNotTakeTheRegionForNewThoughTheGroupsOffsetsWereResetToo() throws Exception {
        addPartitions();
        reset(true);

        assertHalted();
    }

    @Test
    void readersOfTheLogDoNotLookForTheRegionWhereItIsNot() throws Exception {
        addPartitions();

        assertThatThrownBy(() ->
                        RegionReader.openAnywhere(connection, LogId.NONE, new CommandCodec(schemas), MOVED, () -> {}))
                .isInstanceOf(TopicsContradictException.class)
                .hasMessageContaining("it has 3 partitions and was decided with 1")
                .hasMessageContaining("put the topics back as they were");
    }

    private void assertHalted() throws Exception {
        try (Projector projector = projector()) {
            projector.start(TIMEOUT);
            assertThat(String.join(" ", projector.health().whyNotReady()))
                    .contains("berth.decisions has decisions of region default in partition 0")
                    .contains("not at home among 3 partitions");
        }
    }

    private void addPartitions() throws Exception {
        Map<String, NewPartitions> more = new HashMap<>();
        for (String topic :
                List.of(Topics.LOG.topic(), Topics.DECISIONS.topic(), Topics.REPORTS.topic(), Topics.HOSTS.topic())) {
            more.put(topic, NewPartitions.increaseTo(NOW));
        }
        try (Admin admin = admin()) {
            admin.createPartitions(more).all().get(10, TimeUnit.SECONDS);
        }
    }

    /** What Kafka's own tool does to an application, which it advises where the partitions do not fit. */
    private void reset(boolean withOffsets) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(DecidedPartitions.CHANGELOG)).all().get(10, TimeUnit.SECONDS);
            // A broker hears of that some time after it was done.
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> !admin.listTopics().names().get().contains(DecidedPartitions.CHANGELOG));
            if (withOffsets) {
                admin.removeMembersFromConsumerGroup(
                                ProjectorConfig.APPLICATION_ID, new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get(10, TimeUnit.SECONDS);
                admin.deleteConsumerGroups(List.of(ProjectorConfig.APPLICATION_ID))
                        .all()
                        .get(10, TimeUnit.SECONDS);
            }
        }
        deleteStores();
    }

    private void deleteStores() throws IOException {
        Utils.delete(dir.resolve("stores").toFile());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
    }

    private Projector projector() {
        return new Projector(ProjectorConfig.of(connection, dir.resolve("stores")), schemas, publisher);
    }

    private static Decision submit(Projector projector, Command command) throws Exception {
        return projector
                .commandLog()
                .submit(MOVED, command)
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
