package dev.berth.terminal;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.terminal.config.CommonToAll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the schema registry is, and how it is asked. */
@CommonToAll
public final class RegistryOptions {
    /** Where a service that brings its own registry has it. */
    public static final String DEFAULT_URL = "http://127.0.0.1:8081";

    private static final ImmutableMap<String, String> IMPATIENT =
            ImmutableMap.of("http.connect.timeout.ms", "3000", "http.read.timeout.ms", "4000", "max.retries", "0");

    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(5);

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = UsualPlaces.REGISTRY,
            description = "The schema registry" + UsualPlaces.REGISTRY_TEXT)
    private String url;

    @Option(
            names = "--registry-config",
            paramLabel = "FILE",
            description = "A properties file with settings for the schema registry's client, such as "
                    + "basic.auth.user.info or ssl.truststore.location.")
    private Optional<Path> config = Optional.empty();

    /** @throws CannotRunException if it holds a secret */
    public String url() {
        return RegistrySettings.withoutSecret(url);
    }

    /** Under the names that Confluent's client gives them. */
    public ImmutableMap<String, String> settings() {
        return config.map(RegistrySettings::read).orElse(ImmutableMap.of());
    }

    public SchemaRegistry open() {
        return SchemaRegistry.connect(url(), settings());
    }

    /** One that says within five seconds that it does not answer, for a program that tries again by itself. */
    public SchemaRegistry openImpatiently() {
        return SchemaRegistry.connect(
                url(),
                ImmutableMap.<String, String>builder()
                        .putAll(IMPATIENT)
                        .putAll(settings())
                        .buildKeepingLast(),
                SHORT_TIMEOUT);
    }
}
