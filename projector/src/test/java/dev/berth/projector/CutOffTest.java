package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single instance without its peers' help: Kafka goes away, or strikes it off the group, or it comes back. */
class CutOffTest {
    private static final Region EAST = new Region("east");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private CommandPublisher publisher;
    private Projector projector;

    @BeforeEach
    void start() throws Exception {
        schemas.registerSchemas();
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, 1, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
        projector = new Projector(ProjectorConfig.of(connection, dir.resolve("state")), schemas, publisher);
        projector.start(TIMEOUT);
        projector.commandLog().submit(EAST, create(1)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        projector.close();
        publisher.close();
        kafka.close();
    }

    @Test
    void answersNothingWhileKafkaIsAwayAndAllOfItAfterwards() {
        assertThat(projector.views().view(EAST).provider(provider(1))).isPresent();
        int port = Integer.parseInt(connection.bootstrapServers().split(":")[1]);

        kafka.close();
        Awaitility.await().atMost(TIMEOUT).until(() -> !isServed());
        assertThatThrownBy(() -> projector.views().view(EAST))
                .hasMessageContaining("this instance has not heard from Kafka since 20")
                .asInstanceOf(type(LogUnavailableException.class))
                .extracting(LogUnavailableException::fate)
                .isEqualTo(LogUnavailableException.Fate.NOT_APPENDED);
        assertThat(projector.owner(EAST)).isInstanceOf(Owner.Nobody.class);
        assertThat(projector.views().partitions())
                .singleElement()
                .satisfies(state -> assertThat(state.obstacle()).isPresent());

        kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(dir.resolve("kafka")).withPort(port));
        Awaitility.await().atMost(TIMEOUT).until(this::isServed);
        assertThat(projector.views().view(EAST).provider(provider(1))).isPresent();
    }

    @Test
    void answersNothingOnceItWasStruckOffTheGroup() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            String member = admin
                    .describeConsumerGroups(List.of(ProjectorConfig.APPLICATION_ID))
                    .describedGroups()
                    .get(ProjectorConfig.APPLICATION_ID)
                    .get(20, TimeUnit.SECONDS)
                    .members()
                    .stream()
                    .findFirst()
                    .flatMap(MemberDescription::groupInstanceId)
                    .orElseThrow();
            admin.removeMembersFromConsumerGroup(
                            ProjectorConfig.APPLICATION_ID,
                            new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(member))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        // Well before its own next heartbeat tells it so, or a term is over.
        Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5)).until(() -> !isServed());
        Awaitility.await().atMost(TIMEOUT).until(this::isServed);
        assertThat(projector.views().view(EAST).provider(provider(1))).isPresent();
    }

    private boolean isServed() {
        return projector.owner(EAST).equals(Owner.HERE);
    }
}
