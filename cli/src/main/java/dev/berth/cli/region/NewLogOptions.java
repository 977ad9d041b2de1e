package dev.berth.cli.region;

import com.google.common.collect.ImmutableMap;
import dev.berth.cli.option.RangeConverter;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.terminal.ClientSettings;
import dev.berth.terminal.RegistrySettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Where the log is that a region moves to. */
final class NewLogOptions {
    private static final String REGISTRY_CONFIG = "--to-registry-config";

    @Option(
            names = "--to-kafka",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Kafka of the new log, several servers separated by commas.")
    private String kafka;

    @Option(
            names = "--to-registry",
            required = true,
            paramLabel = "URL",
            description = "The schema registry of the new log.")
    private String registry;

    @Option(
            names = "--to-client-config",
            paramLabel = "FILE",
            description = "A properties file with settings for Kafka's clients there, such as security.")
    private Optional<Path> clientConfig = Optional.empty();

    @Option(
            names = REGISTRY_CONFIG,
            paramLabel = "FILE",
            description = "A properties file with settings for the client of the schema registry there, such as "
                    + "basic.auth.user.info or ssl.truststore.location.")
    private Optional<Path> registryConfig = Optional.empty();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            converter = RangeConverter.Partitions.class,
            description = "Partitions of the new log; its regions must be at home in the same one as before (default: "
                    + "as many as the old log has).")
    private Optional<Integer> partitions = Optional.empty();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            converter = RangeConverter.Replicas.class,
            description = "Replicas of each partition of a new topic (default: ${DEFAULT-VALUE}).")
    private int replicas;

    KafkaConnection kafka() {
        return new KafkaConnection(kafka, clientConfig.map(ClientSettings::read).orElse(ImmutableMap.of()));
    }

    SchemaRegistry openRegistry() {
        return SchemaRegistry.connect(
                RegistrySettings.withoutSecret(registry, REGISTRY_CONFIG),
                registryConfig.map(RegistrySettings::read).orElse(ImmutableMap.of()));
    }

    OptionalInt partitions() {
        return partitions.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    int replicas() {
        return replicas;
    }
}
