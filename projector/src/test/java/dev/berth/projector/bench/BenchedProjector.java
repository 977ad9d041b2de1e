package dev.berth.projector.bench;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A projector with an empty log in a broker of its own, all in this process and a temporary directory. */
final class BenchedProjector implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);

    private final EmbeddedKafka kafka;
    private final CommandPublisher publisher;
    private final Projector projector;

    private BenchedProjector(Path dir, int partitions) throws Exception {
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        this.kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, partitions, 1);
        this.publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
        this.projector = new Projector(ProjectorConfig.of(connection, dir.resolve("stores")), schemas, publisher);
    }

    /** @param name begins the name of the directory */
    static BenchedProjector start(String name, int partitions) throws Exception {
        BenchedProjector started = new BenchedProjector(Files.createTempDirectory(name), partitions);
        started.projector.start(START_MAX);
        return started;
    }

    Projector projector() {
        return projector;
    }

    /** Where the broker is reached. */
    String kafka() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        projector.close();
        publisher.close();
        kafka.close();
    }
}
