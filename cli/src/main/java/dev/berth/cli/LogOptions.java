package dev.berth.cli;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.terminal.ClientSettings;
import dev.berth.terminal.RegistryOptions;
import dev.berth.terminal.UsualPlaces;
import dev.berth.terminal.config.CommonToAll;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the log is, for every command that reads or writes it without the service. */
@CommonToAll
final class LogOptions {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = UsualPlaces.KAFKA,
            description = "Kafka, several servers separated by commas" + UsualPlaces.KAFKA_TEXT)
    private String kafka;

    @Mixin
    private RegistryOptions registry;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "A properties file with settings for Kafka's clients, such as security.")
    private Optional<Path> clientConfig = Optional.empty();

    KafkaConnection kafka() {
        return new KafkaConnection(kafka, clientConfig.map(ClientSettings::read).orElse(ImmutableMap.of()));
    }

    String registryUrl() {
        return registry.url();
    }

    /** Under the names that Confluent's client gives them. */
    ImmutableMap<String, String> registrySettings() {
        return registry.settings();
    }

    SchemaRegistry openRegistry() {
        return registry.open();
    }
}
