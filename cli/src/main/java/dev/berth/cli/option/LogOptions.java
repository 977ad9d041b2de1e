package dev.berth.cli.option;

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

/** Where the log is, for every command that reads or writes it without the service. A mixin, for one command. */
@CommonToAll
public final class LogOptions {
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

    public KafkaConnection kafka() {
        return new KafkaConnection(kafka, clientConfig.map(ClientSettings::read).orElse(ImmutableMap.of()));
    }

    public String registryUrl() {
        return registry.url();
    }

    /** Under the names that Confluent's client gives them. */
    public ImmutableMap<String, String> registrySettings() {
        return registry.settings();
    }

    public SchemaRegistry openRegistry() {
        return registry.open();
    }
}
