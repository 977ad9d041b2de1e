package dev.berth.cli.service;

import dev.berth.embedded.BrokerFault;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Topics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The Kafka and the registry that a service stands on; those of its own it starts and closes. */
public final class Backbone implements AutoCloseable {
    private final OpenParts parts;
    private final KafkaConnection kafka;
    private final String registryUrl;

    private Backbone(OpenParts parts, KafkaConnection kafka, String registryUrl) {
        this.parts = parts;
        this.kafka = kafka;
        this.registryUrl = registryUrl;
    }

    /**
     * Starts what is not given.
     *
     * @param givenKafka a Kafka that is there already
     * @param givenRegistry a registry that is there already
     * @param dataDir where a Kafka of our own keeps its data
     * @param kafkaPort its port on 127.0.0.1; 0 for a free one
     * @param registryPort the port of a registry of our own
     * @param onFault told if our own Kafka cannot go on
     */
    public static Backbone start(
            Optional<KafkaConnection> givenKafka,
            Optional<String> givenRegistry,
            Path dataDir,
            int kafkaPort,
            int registryPort,
            Consumer<BrokerFault> onFault) {
        EmbeddedKafkaConfig own = EmbeddedKafkaConfig.in(kafkaDir(dataDir))
                .withPort(kafkaPort)
                .withOnFault(onFault)
                .withIntactTopic(Topics.LOG.topic());
        return start(givenKafka, givenRegistry, own, registryPort);
    }

    /** Where a Kafka of our own keeps its data. */
    public static Path kafkaDir(Path dataDir) {
        return dataDir.resolve("kafka");
    }

    /** Starts what is not given, a Kafka of our own with these settings. */
    public static Backbone start(
            Optional<KafkaConnection> givenKafka,
            Optional<String> givenRegistry,
            EmbeddedKafkaConfig own,
            int registryPort) {
        OpenParts parts = new OpenParts();
        try {
            KafkaConnection kafka = givenKafka.orElseGet(
                    () -> KafkaConnection.to(parts.add(EmbeddedKafka.start(own)).bootstrapServers()));
            String registryUrl = givenRegistry.orElseGet(
                    () -> parts.add(EmbeddedRegistry.start(kafka.bootstrapServers(), registryPort))
                            .url());
            return new Backbone(parts, kafka, registryUrl);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    public KafkaConnection kafka() {
        return kafka;
    }

    public String registryUrl() {
        return registryUrl;
    }

    @Override
    public void close() {
        parts.close();
    }
}
