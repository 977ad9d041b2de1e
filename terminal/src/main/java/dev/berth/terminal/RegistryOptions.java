package dev.berth.terminal;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.terminal.config.CommonToAll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private static final List<String> REGISTRY_SETTINGS =
            List.of("basic.auth.", "bearer.auth.", "ssl.", "proxy.", "schema.registry.");

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
        if (url.indexOf('@') >= 0) {
            throw new CannotRunException("expected a URL of the schema registry without a user and a password, which "
                    + "would be told wherever it is; put basic.auth.credentials.source=USER_INFO and "
                    + "basic.auth.user.info into a file for --registry-config");
        }
        return url;
    }

    /** Under the names that Confluent's client gives them. */
    public ImmutableMap<String, String> settings() {
        ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
        config.map(ClientSettings::read).orElse(ImmutableMap.of()).forEach((name, value) -> {
            if (REGISTRY_SETTINGS.stream().noneMatch(name::startsWith)) {
                throw new CannotRunException("expected settings of the schema registry's client in "
                        + config.orElseThrow() + ", which begin with one of "
                        + String.join(", ", REGISTRY_SETTINGS) + " but got " + name);
            }
            settings.put(name.startsWith("ssl.") ? "schema.registry." + name : name, value);
        });
        return settings.buildKeepingLast();
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
