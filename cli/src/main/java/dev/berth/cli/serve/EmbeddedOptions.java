package dev.berth.cli.serve;

import com.google.common.collect.ImmutableMap;
import dev.berth.cli.option.DirConverter;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.service.Backbone;
import dev.berth.embedded.BrokerFault;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.events.log.KafkaConnection;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ClientSettings;
import dev.berth.terminal.RegistrySettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "With --kafka and --registry: a properties file with settings for Kafka's clients, such as "
                    + "security.")
    private Optional<Path> clientConfig = Optional.empty();

    @Option(
            names = "--registry-config",
            paramLabel = "FILE",
            description = "With --registry: a properties file with settings for its client, such as "
                    + "basic.auth.user.info or ssl.truststore.location.")
    private Optional<Path> registryConfig = Optional.empty();

    /**
     * Looks at what is said of a Kafka and a registry elsewhere, and at the files with their settings.
     *
     * @throws ParameterException if it does not go together
     * @throws CannotRunException if the URL of the registry holds a secret, or a file cannot be read
     */
    void check(CommandLine command) {
        if (registryConfig.isPresent() && registry.isEmpty()) {
            throw new ParameterException(
                    command, "--registry-config is of a registry that --registry names; name it, too");
        }
        // Our own registry's clients of Kafka take no settings.
        if (clientConfig.isPresent() && (kafka.isEmpty() || registry.isEmpty())) {
            throw new ParameterException(
                    command, "--client-config is of a Kafka that --kafka names, with its --registry; name both, too");
        }
        registry.ifPresent(RegistrySettings::withoutSecret);
        registrySettings();
        otherKafka();
    }

    Path dataDir() {
        return dataDir.toAbsolutePath().normalize();
    }

    /** The Kafka that is used instead of an embedded one, if any. */
    Optional<KafkaConnection> otherKafka() {
        return kafka.map(servers -> new KafkaConnection(
                servers, clientConfig.map(ClientSettings::read).orElse(ImmutableMap.of())));
    }

    /** The registry that is used instead of an embedded one, if any. */
    Optional<String> otherRegistry() {
        return registry;
    }

    /** Settings of the registry's client, under the names that Confluent's client gives them. */
    ImmutableMap<String, String> registrySettings() {
        return registryConfig.map(RegistrySettings::read).orElse(ImmutableMap.of());
    }

    /** Whether a Kafka or a registry is used that is not inside. */
    boolean isElsewhere() {
        return kafka.isPresent() || registry.isPresent();
    }

    /** Starts what is not given, a Kafka inside with these settings and this port. */
    Backbone start(EmbeddedKafkaConfig own) {
        return Backbone.start(otherKafka(), registry, own.withPort(kafkaPort), registryPort);
    }

    Backbone start(Consumer<BrokerFault> onFault) {
        return Backbone.start(otherKafka(), registry, dataDir(), kafkaPort, registryPort, onFault);
    }
}
