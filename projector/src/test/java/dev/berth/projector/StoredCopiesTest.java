package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredCopiesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final int PARTITIONS = 3;

    private final Leases leases = new Leases(new TestingClock());

    private StoredCopies answering(FailureReason reason) {
        Copies failing = new Copies() {
            @Override
            public <R> QueryResult<R> ask(int partition, Query<R> query) {
                return QueryResult.forFailure(reason, "no");
            }
        };
        return new StoredCopies(failing, leases, () -> PARTITIONS, List::of);
    }

    @Test
    void saysNothingOfAPartitionOfWhichItHasNoCopy() throws InterruptedException {
        assertThat(answering(FailureReason.NOT_PRESENT).read(1)).isEmpty();
        assertThat(answering(FailureReason.DOES_NOT_EXIST).read(1)).isEmpty();
    }

    @Test
    void doubtsACopyThatCannotBeReadAndTheMissingOneOfAnOwner() throws InterruptedException {
        assertThat(answering(FailureReason.STORE_EXCEPTION)
                        .read(1)
                        .orElseThrow()
                        .doubts())
                .containsExactly("its store cannot be read: no");
        leases.begin(1);
        assertThat(answering(FailureReason.NOT_PRESENT).read(1).orElseThrow()).satisfies(copy -> {
            assertThat(copy.isOwned()).isTrue();
            assertThat(copy.doubts()).containsExactly("its store cannot be read: no");
        });
    }

    /** Three instances with one standby: each partition has two copies, and one instance without. */
    @Test
    void tellsOfTheCopiesThatThereAreAmongThreeInstances(@TempDir Path dir) throws Exception {
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, PARTITIONS, 1);
            try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
                    Projector first = projector("a", 1, connection, dir, schemas, publisher);
                    Projector second = projector("b", 2, connection, dir, schemas, publisher);
                    Projector third = projector("c", 3, connection, dir, schemas, publisher)) {
                List<Projector> all = List.of(first, second, third);
                CompletableFuture.allOf(all.stream()
                                .map(each -> CompletableFuture.runAsync(() -> start(each)))
                                .toArray(CompletableFuture<?>[]::new))
                        .join();
                Awaitility.await()
                        .atMost(TIMEOUT)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> {
                            for (int partition = 0; partition < PARTITIONS; partition++) {
                                List<StoredCopy> copies = copies(all, partition);
                                assertThat(copies)
                                        .extracting(StoredCopy::doubts)
                                        .allMatch(List::isEmpty);
                                assertThat(copies)
                                        .extracting(StoredCopy::isOwned)
                                        .containsExactlyInAnyOrder(true, false);
                            }
                        });
            }
        }
    }

    private static void start(Projector projector) {
        try {
            projector.start(TIMEOUT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<StoredCopy> copies(List<Projector> all, int partition) throws InterruptedException {
        List<StoredCopy> copies = new ArrayList<>();
        for (Projector each : all) {
            Optional<StoredCopy> copy = each.stored().read(partition);
            copy.ifPresent(copies::add);
        }
        return copies;
    }

    private static Projector projector(
            String name,
            int port,
            KafkaConnection connection,
            Path dir,
            SchemaRegistry schemas,
            CommandPublisher publisher) {
        return new Projector(
                ProjectorConfig.of(connection, dir.resolve("state-" + name))
                        .withInstance(name)
                        .withStandbys(1)
                        .withAdvertised(new Address("127.0.0.1", port)),
                schemas,
                publisher);
    }
}
