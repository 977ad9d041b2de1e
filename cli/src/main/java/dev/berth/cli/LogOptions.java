package dev.berth.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Where the log is, for every command that reads or writes it without the service. */
final class LogOptions {
    private static final List<String> REGISTRY_SETTINGS =
            List.of("basic.auth.", "bearer.auth.", "ssl.", "proxy.", "schema.registry.");

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = EmbeddedOptions.DEFAULT_KAFKA,
            description =
                    "Kafka, several servers separated by commas (default: ${DEFAULT-VALUE}, where up has its own).")
    private String kafka;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = EmbeddedOptions.DEFAULT_REGISTRY,
            description = "The schema registry (default: ${DEFAULT-VALUE}, where up has its own).")
    private String registry;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "A properties file with settings for Kafka's clients, such as security.")
    private Optional<Path> clientConfig = Optional.empty();

    @Option(
            names = "--registry-config",
            paramLabel = "FILE",
            description = "A properties file with settings for the schema registry's client, such as "
                    + "basic.auth.user.info or ssl.truststore.location.")
    private Optional<Path> registryConfig = Optional.empty();

    KafkaConnection kafka() {
        return new KafkaConnection(kafka, clientConfig.map(LogOptions::read).orElse(ImmutableMap.of()));
    }

    String registryUrl() {
        if (registry.indexOf('@') >= 0) {
            throw new CannotRunException("expected a URL of the schema registry without a user and a password, which "
                    + "would be told wherever it is; put basic.auth.credentials.source=USER_INFO and "
                    + "basic.auth.user.info into a file for --registry-config");
        }
        return registry;
    }

    /** Under the names by which Confluent's client knows them. */
    ImmutableMap<String, String> registrySettings() {
        ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
        registryConfig.map(LogOptions::read).orElse(ImmutableMap.of()).forEach((name, value) -> {
            if (REGISTRY_SETTINGS.stream().noneMatch(name::startsWith)) {
                throw new CannotRunException("expected settings of the schema registry's client in "
                        + registryConfig.orElseThrow() + ", which begin with one of "
                        + String.join(", ", REGISTRY_SETTINGS) + " but got " + name);
            }
            settings.put(name.startsWith("ssl.") ? "schema.registry." + name : name, value);
        });
        return settings.buildKeepingLast();
    }

    SchemaRegistry openRegistry() {
        return SchemaRegistry.connect(registryUrl(), registrySettings());
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
