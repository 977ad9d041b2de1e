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
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two instances is started again so soon that its place in the group is kept for it. */
class KeptPlaceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;

    @TempDir
    private Path dir;

    private final SchemaRegistry registry = SchemaRegistry.inMemory();

    @Test
    void isServedAgainByTheProcessThatCameBackToIt() throws Exception {
        registry.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, PARTITIONS, 1);
            try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(registry));
                    Projector other = projector(connection, publisher, "other", 1)) {
                Projector first = projector(connection, publisher, "one", 2);
                other.start(TIMEOUT);
                first.start(TIMEOUT);
                Awaitility.await()
                        .atMost(TIMEOUT)
                        .until(() -> served(first) > 0 && served(first) + served(other) == PARTITIONS);
                long before = served(first);
                first.close();

                try (Projector again = projector(connection, publisher, "one", 2)) {
                    again.start(Duration.ofSeconds(30));
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(served(again)).isEqualTo(before));
                    assertThat(served(other)).isEqualTo(PARTITIONS - before);
                }
            }
        }
    }

    private static long served(Projector projector) {
        return projector.views().partitions().stream()
                .filter(partition ->
                        partition.fault().isEmpty() && partition.obstacle().isEmpty())
                .count();
    }

    private Projector projector(KafkaConnection kafka, CommandPublisher publisher, String name, int port) {
        ProjectorConfig config = new ProjectorConfig(
                kafka,
                name,
                dir.resolve(name),
                Optional.of(new Address("127.0.0.1", port)),
                0,
                Duration.ofMillis(200),
                TIMEOUT);
        return new Projector(config, registry, publisher);
    }
}
