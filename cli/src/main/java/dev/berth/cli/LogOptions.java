package dev.berth.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the log is, for every command that reads or writes it without the service. */
final class LogOptions {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = EmbeddedOptions.DEFAULT_KAFKA,
            description =
                    "Kafka, several servers separated by commas (default: ${DEFAULT-VALUE}, where up has its own).")
    private String kafka;

    @Mixin
    private RegistryOptions registry;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "A properties file with settings for Kafka's clients, such as security.")
    private Optional<Path> clientConfig = Optional.empty();

    KafkaConnection kafka() {
        return new KafkaConnection(kafka, clientConfig.map(LogOptions::read).orElse(ImmutableMap.of()));
    }

    String registryUrl() {
        return registry.url();
    }

    /** Under the names by which Confluent's client knows them. */
    ImmutableMap<String, String> registrySettings() {
        return registry.settings();
    }

    SchemaRegistry openRegistry() {
        return registry.open();
    }

    static ImmutableMap<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRunException("cannot read the client settings in " + file + ": " + e, e);
        }
        return Maps.fromProperties(properties);
    }
}
