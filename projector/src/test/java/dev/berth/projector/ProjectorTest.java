package dev.berth.projector;

import static dev.berth.projector.Commands.VCPU;
import static dev.berth.projector.Commands.claim;
import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.inventory;
import static dev.berth.projector.Commands.provider;
import static dev.berth.projector.Commands.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.projector.store.RegionSnapshot;
import dev.berth.projector.store.RegionStore;
import dev.berth.projector.store.SnapshotQuery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projectors on a real broker: they start, stop, lose their stores and take each other's place. */
class ProjectorTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;
    private static KafkaConnection connection;
    private static SchemaRegistry schemas;
    private static CommandPublisher publisher;

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
    void rebuildsItsViewsAfterARestart() throws Exception {
        Region region = new Region("restart");
        StateDigest before;
        try (Projector projector = started("a")) {
            submit(projector, region, create(1));
            submit(projector, region, inventory(1, 0, 8));
            assertThat(submit(projector, region, claim(1, 1, 6)).outcome()).isInstanceOf(Outcome.Accepted.class);
            assertThat(submit(projector, region, claim(2, 1, 6)).outcome()).isInstanceOf(Outcome.Refused.class);
            before = StateDigest.of(projector.views().view(region));
        }
        try (Projector again = started("a")) {
            assertThat(StateDigest.of(again.views().view(region))).isEqualTo(before);
        }
    }

    @Test
    void rebuildsItsViewsWithoutItsStores() throws Exception {
        Region region = new Region("wiped");
        StateDigest before;
        try (Projector projector = started("a")) {
            submit(projector, region, create(1));
            submit(projector, region, inventory(1, 0, 8));
            submit(projector, region, claim(1, 1, 6));
            before = StateDigest.of(projector.views().view(region));
        }
        Utils.delete(dir.resolve("state-a").toFile());
        try (Projector again = started("a")) {
            assertThat(StateDigest.of(again.views().view(region))).isEqualTo(before);
        }
    }

    @Test
    void takesWhatWasAppendedWhileItWasAway() throws Exception {
        Region region = new Region("away");
        publisher.publish(region, create(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        publisher.publish(region, inventory(1, 0, 8)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        try (Projector projector = started("a")) {
            assertThat(projector
                            .views()
                            .view(region)
                            .provider(provider(1))
                            .orElseThrow()
                            .inventories())
                    .containsKey(VCPU);
        }
    }

    @Test
    void refusesCommandsToAStoppedRegionAndGoesOnOnceTheRecordIsSkipped() throws Exception {
        Region stopped = new Region("stopped");
        Region other = new Region("other");
        try (Projector projector = started("a")) {
            submit(projector, stopped, create(1));
            appendGarbage(stopped);
            Awaitility.await().until(() -> projector.views().stopped(stopped).isPresent());

            assertThatThrownBy(() -> submit(projector, stopped, create(2)))
                    .hasCauseInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("has stopped at");
            assertThat(submit(projector, other, create(3)).outcome()).isInstanceOf(Outcome.Accepted.class);

            long offset =
                    projector.views().stopped(stopped).orElseThrow().position().offset();
            publisher.publish(stopped, skip(offset)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            Awaitility.await().until(() -> projector.views().stopped(stopped).isEmpty());
            assertThat(submit(projector, stopped, create(2)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void appendsACommandWithAKeyOnceAndRemembersItsReplyOverARestart() throws Exception {
        Region region = new Region("keyed");
        Sent sent = Sent.of(create(1)).withRequest(new Sha256(1, 2, 3, 4));
        Optional<RecentCommands.Entry> before;
        try (Projector projector = started("a")) {
            CompletionStage<Decision> first = projector.commandLog().submit(region, sent);
            CompletionStage<Decision> atOnce = projector.commandLog().submit(region, sent);
            Decision decision = first.toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(atOnce.toCompletableFuture().get(20, TimeUnit.SECONDS)).isSameAs(decision);

            Decision later = projector
                    .commandLog()
                    .submit(region, sent)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(later.outcome().refusal().orElseThrow().fact(Fact.POSITION))
                    .contains(decision.position().toString());
            assertThat(projector.views().view(region).position())
                    .as("nothing was appended after the first")
                    .isEqualTo(decision.position());
            before = projector.views().view(region).recent().find(sent.commandId());
            assertThat(before.orElseThrow().answered().orElseThrow().reply().provider())
                    .isPresent();
        }
        try (Projector again = started("a")) {
            assertThat(again.views().view(region).recent().find(sent.commandId()))
                    .isEqualTo(before);
        }
    }

    @Test
    void answersInteractiveQueriesOfItsStores() throws Exception {
        Region region = new Region("queried");
        try (Projector projector = started("a")) {
            submit(projector, region, create(1));

            QueryResult<RegionSnapshot> result = projector
                    .streams()
                    .query(StateQueryRequest.inStore(RegionStore.NAME)
                            .withQuery(new SnapshotQuery(region))
                            .withPartitions(Set.of(Partitions.of(region, 2)))
                            .requireActive())
                    .getOnlyPartitionResult();
            assertThat(result.getResult().view().provider(provider(1))).isPresent();
        }
    }

    @Test
    void handsItsRegionsToAnInstanceThatStandsBy() throws Exception {
        Region region = new Region("handed");
        StateDigest before;
        Projector first = started("a", 1);
        try (Projector second = started("b", 1)) {
            Projector owner = Awaitility.await()
                    .until(() -> first.owns(region) ? first : second, projector -> serves(projector, region));
            submit(owner, region, create(1));
            before = StateDigest.of(owner.views().view(region));
            Projector survivor = owner == first ? second : first;
            owner.close();
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> serves(survivor, region)
                            && StateDigest.of(survivor.views().view(region)).equals(before));
            assertThat(submit(survivor, region, create(2)).outcome()).isInstanceOf(Outcome.Accepted.class);
        } finally {
            first.close();
        }
    }

    /** The API listens before it has started. */
    @Test
    void saysThatItHasNotJoinedItsPeersBeforeItStarts() {
        try (Projector projector = projector("early", 0)) {
            assertThatThrownBy(() -> projector.stored().instances())
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("has not joined its peers");
        }
    }

    private static boolean serves(Projector projector, Region region) {
        return projector.owner(region).equals(Owner.HERE);
    }

    private static Projector started(String instance) throws InterruptedException {
        return started(instance, 0);
    }

    private static Projector started(String instance, int standbys) throws InterruptedException {
        Projector projector = projector(instance, standbys);
        projector.start(TIMEOUT);
        return projector;
    }

    private static Projector projector(String instance, int standbys) {
        return new Projector(
                ProjectorConfig.of(connection, dir.resolve("state-" + instance))
                        .withInstance(instance)
                        .withStandbys(standbys),
                schemas,
                publisher);
    }

    private static Decision submit(Projector projector, Region region, Command command) throws Exception {
        return projector
                .commandLog()
                .submit(region, command)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static void appendGarbage(Region region) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.LOG.topic(), region.name().getBytes(StandardCharsets.UTF_8), new byte[] {9, 9}))
                    .get();
        }
    }
}
