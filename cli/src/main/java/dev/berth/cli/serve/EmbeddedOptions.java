package dev.berth.cli.serve;

import dev.berth.cli.option.DirConverter;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.service.Backbone;
import dev.berth.embedded.BrokerFault;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.events.log.KafkaConnection;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The settings of an embedded Kafka and registry, or the external ones to use instead. */
final class EmbeddedOptions {
    private static final int KAFKA_PORT = 9092;
    private static final int REGISTRY_PORT = 8081;

    static final String DEFAULT_KAFKA = "127.0.0.1:" + KAFKA_PORT;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            converter = DirConverter.class,
            defaultValue = "data",
            description = "Where log and stores are kept over restarts; made if missing (default: ./${DEFAULT-VALUE}).")
    private Path dataDir;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            converter = RangeConverter.Port.class,
            defaultValue = "" + KAFKA_PORT,
            description = "Port of the Kafka inside, on 127.0.0.1; 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "N",
            converter = RangeConverter.Port.class,
            defaultValue = "" + REGISTRY_PORT,
            description =
                    "Port of the schema registry inside, on 127.0.0.1; 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int registryPort;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Use this Kafka instead of one inside; several servers separated by commas.")
    private Optional<String> kafka = Optional.empty();

    @Option(names = "--registry", paramLabel = "URL", description = "Use this schema registry instead of one inside.")
    private Optional<String> registry = Optional.empty();

    Path dataDir() {
        return dataDir.toAbsolutePath().normalize();
    }

    /** The Kafka that is used instead of an embedded one, if any. */
    Optional<String> otherKafka() {
        return kafka;
    }

    /** The registry that is used instead of an embedded one, if any. */
    Optional<String> otherRegistry() {
        return registry;
    }

    /** Whether a Kafka or a registry is used that is not inside. */
    boolean isElsewhere() {
        return kafka.isPresent() || registry.isPresent();
    }

    /** Starts what is not given, a Kafka inside with these settings and this port. */
    Backbone start(Optional<KafkaConnection> otherKafka, EmbeddedKafkaConfig own) {
        return Backbone.start(otherKafka, registry, own.withPort(kafkaPort), registryPort);
    }

    Backbone start(Consumer<BrokerFault> onFault) {
        return Backbone.start(kafka.map(KafkaConnection::to), registry, dataDir(), kafkaPort, registryPort, onFault);
    }
}
