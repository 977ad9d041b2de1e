package dev.berth.projector;

import static dev.berth.projector.Commands.claim;
import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.inventory;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.projector.store.StoredQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.streams.query.QueryResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Whatever makes Kafka Streams commit, the rows on the disk come to the view then. */
class CommitTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");

    @TempDir
    private Path dir;

    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private SchemaRegistry schemas;
    private CommandPublisher publisher;

    @BeforeEach
    void startKafka() {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        TopicAdmin.ensure(connection, 2, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    @AfterEach
    void stopKafka() {
        publisher.close();
        kafka.close();
    }

    @Test
    void writesTheRowsAtEachInterval() throws Exception {
        try (Projector projector = started("a", Duration.ofMillis(200), Map.of())) {
            submit(projector, EAST, create(1));
            submit(projector, WEST, create(2));
            assertRowsComeToTheView(projector, EAST);
            assertRowsComeToTheView(projector, WEST);
            submit(projector, EAST, inventory(1, 0, 8));
            assertRowsComeToTheView(projector, EAST);
        }
    }

    @Test
    void writesTheRowsAtAClose() throws Exception {
        StateDigest before;
        try (Projector projector = started("a", NEVER, Map.of())) {
            submit(projector, EAST, create(1));
            submit(projector, EAST, inventory(1, 0, 8));
            submit(projector, EAST, claim(1, 1, 2));
            before = StateDigest.of(projector.views().view(EAST));
            assertThat(stored(projector, EAST)).as("before the commit").isNull();
        }
        try (Said said = new Said();
                Projector projector = started("a", NEVER, Map.of())) {
            assertThat(stored(projector, EAST)).isEqualTo(before);
            assertThat(said.lines()).noneMatch(line -> line.contains("again from"));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 10 s; run with -Dfaults=true")
    void writesTheRowsWhenMuchWaitsToBeWritten() throws Exception {
        Map<String, String> small = Map.of("statestore.uncommitted.max.bytes", "20000");
        try (Projector projector = started("a", NEVER, small)) {
            for (int provider = 1; provider <= 60; provider++) {
                submit(projector, EAST, create(provider));
            }
            Awaitility.await().atMost(TIMEOUT).until(() -> stored(projector, EAST) != null);
        }
    }

    @Test
    void writesTheRowsWhenAPartitionGoesToAnotherInstance() throws Exception {
        try (Projector first = started("a", NEVER, Map.of())) {
            submit(first, EAST, create(1));
            submit(first, WEST, create(2));
            Map<Region, StateDigest> before = Map.of(
                    EAST, StateDigest.of(first.views().view(EAST)),
                    WEST, StateDigest.of(first.views().view(WEST)));
            try (Projector second = started("b", NEVER, Map.of())) {
                Region gone = Awaitility.await()
                        .atMost(TIMEOUT)
                        .until(
                                () -> Stream.of(EAST, WEST)
                                        .filter(region -> second.owner(region).equals(Owner.HERE))
                                        .findFirst(),
                                found -> found.isPresent())
                        .get();
                assertThat(StateDigest.of(second.views().view(gone))).isEqualTo(before.get(gone));
                assertThat(stored(second, gone)).isEqualTo(before.get(gone));
            }
        }
    }

    private void assertRowsComeToTheView(Projector projector, Region region) {
        StateDigest view = StateDigest.of(projector.views().view(region));
        Awaitility.await().atMost(TIMEOUT).until(() -> view.equals(stored(projector, region)));
    }

    /** What the rows of the last commit come to; null if there are none of the region. */
    private static StateDigest stored(Projector projector, Region region) {
        QueryResult<StoredQuery.Stored> result = projector.ask(Partitions.of(region, 2), new StoredQuery());
        assertThat(result.getResult().doubts()).isEmpty();
        RegionFold fold = result.getResult().folds().get(region);
        return fold == null ? null : StateDigest.of(fold.view());
    }

    private Projector started(String instance, Duration commitInterval, Map<String, String> more)
            throws InterruptedException {
        KafkaConnection with = new KafkaConnection(
                connection.bootstrapServers(),
                ImmutableMap.<String, String>builder()
                        .putAll(connection.clientSettings())
                        .putAll(more)
                        // Or a transaction would have to be committed earlier, and Kafka takes no longer ones.
                        .put("producer.transaction.timeout.ms", "800000")
                        .put("commit.interval.ms", Long.toString(commitInterval.toMillis()))
                        .build());
        Projector projector = new Projector(
                ProjectorConfig.of(with, dir.resolve("state-" + instance))
                        .withInstance(instance)
                        .withAdvertised(new Address("127.0.0.1", instance.equals("a") ? 1 : 2)),
                schemas,
                publisher);
        projector.start(TIMEOUT);
        return projector;
    }

    private static void submit(Projector projector, Region region, Command command) throws Exception {
        Awaitility.await().atMost(TIMEOUT).until(() -> projector.owner(region).equals(Owner.HERE));
        projector.commandLog().submit(region, command).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
