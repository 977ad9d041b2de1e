package dev.berth.projector;

import static dev.berth.projector.Commands.claim;
import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.inventory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding.Decoded;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes a process out of the group that has not ended at all, while it decides. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 25 s; run with -Dfaults=true")
class EndedPeersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Region REGION = new Region("suspected");
    private static final int ROUNDS = 3;
    private static final int CLAIMS = 20;

    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;
    private static KafkaConnection connection;
    private static SchemaRegistry schemas;
    private static CommandPublisher publisher;

    private final List<Integer> acknowledged = new ArrayList<>();
    private int next;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        TopicAdmin.ensure(connection, 2, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    @AfterAll
    static void stopKafka() {
        publisher.close();
        kafka.close();
    }

    @Test
    void losesAndDoublesNothingWhereAProcessIsTakenOutThatLives() throws Exception {
        try (Projector first = started("a");
                Projector second = started("b")) {
            submit(serving(first, second), create(1));
            submit(serving(first, second), inventory(1, 0, 1_000_000));
            for (int round = 0; round < ROUNDS; round++) {
                Projector owner = serving(first, second);
                Projector other = owner == first ? second : first;
                claimSome(first, second);
                other.peerEnded(owner.process());
                claimSome(first, second);
                int taken = round + 1;
                Awaitility.await()
                        .atMost(TIMEOUT)
                        .until(() -> first.removedMembers() + second.removedMembers() >= taken);
                // Both are members again, and one serves.
                Awaitility.await().atMost(TIMEOUT).until(() -> isStable(first) && isStable(second));
            }
            claimSome(first, second);

            Projector owner = serving(first, second);
            assertThat(acknowledged)
                    .hasSizeGreaterThanOrEqualTo(CLAIMS)
                    .allSatisfy(
                            consumer -> assertThat(owner.views().view(REGION).consumer(Commands.consumer(consumer)))
                                    .isPresent());
            owner.close();
            assertThat(decided()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(acknowledged.size());
        }
    }

    private static boolean isStable(Projector projector) {
        return projector.streams().state() == KafkaStreams.State.RUNNING;
    }

    private void claimSome(Projector... projectors) throws Exception {
        for (int i = 0; i < CLAIMS; i++) {
            int consumer = ++next;
            try {
                if (submit(serving(projectors), claim(consumer, 1, 1)).outcome() instanceof Outcome.Accepted) {
                    acknowledged.add(consumer);
                }
            } catch (Exception unanswered) {
                // It lost the region in the midst of it. What was not acknowledged may be there or not.
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static Projector serving(Projector... projectors) {
        return Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> among(projectors), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Projector> among(Projector... projectors) {
        return List.of(projectors).stream()
                .filter(projector -> projector.owner(REGION).equals(Owner.HERE))
                .findFirst();
    }

    private static Projector started(String instance) throws InterruptedException {
        Projector projector = new Projector(
                ProjectorConfig.of(connection, dir.resolve("state-" + instance))
                        .withInstance(instance)
                        .withStandbys(1),
                schemas,
                publisher);
        projector.start(TIMEOUT);
        return projector;
    }

    private static Decision submit(Projector projector, Command command) throws Exception {
        return projector
                .commandLog()
                .submit(REGION, command)
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    /** What is committed as decided. */
    private static List<Position> decided() {
        DecisionCodec codec = new DecisionCodec(schemas);
        List<Position> decided = new ArrayList<>();
        int partition = Partitions.of(REGION, 2);
        try (LogReader reader = LogReader.openAtOrBehind(connection, Topics.DECISIONS.topic(), partition, 0)) {
            for (Optional<LogRecord> found = reader.next(); found.isPresent(); found = reader.next()) {
                if (codec.decode(found.get().value()) instanceof Decoded<Decision> decision) {
                    decided.add(decision.value().position());
                }
            }
        }
        return decided;
    }
}
