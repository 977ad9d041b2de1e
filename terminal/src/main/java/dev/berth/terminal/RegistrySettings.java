package dev.berth.terminal;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;

/** What an operator says of the schema registry's client, checked. Stateless. */
public final class RegistrySettings {
    private static final List<String> BEGINNINGS =
            List.of("basic.auth.", "bearer.auth.", "ssl.", "proxy.", "schema.registry.");

    private RegistrySettings() {}

    /**
     * The settings in a properties file, under the names that Confluent's client gives them.
     *
     * @throws CannotRunException if there is no such file, or it has other settings
     */
    public static ImmutableMap<String, String> read(Path file) {
        ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
        ClientSettings.read(file).forEach((name, value) -> {
            if (BEGINNINGS.stream().noneMatch(name::startsWith)) {
                throw new CannotRunException("expected settings of the schema registry's client in " + file
                        + ", which begin with one of " + String.join(", ", BEGINNINGS) + " but got " + name);
            }
            settings.put(name.startsWith("ssl.") ? "schema.registry." + name : name, value);
        });
        return settings.buildKeepingLast();
    }

    /**
     * The same URL.
     *
     * @throws CannotRunException if it holds a secret
     */
    public static String withoutSecret(String url) {
        return withoutSecret(url, "--registry-config");
    }

    /**
     * As {@link #withoutSecret(String)}.
     *
     * @param option the option whose file takes the secret
     */
    public static String withoutSecret(String url, String option) {
        if (url.indexOf('@') >= 0) {
            throw new CannotRunException("expected a URL of the schema registry without a user and a password, which "
                    + "would be told wherever it is; put basic.auth.credentials.source=USER_INFO and "
                    + "basic.auth.user.info into a file for " + option);
        }
        return url;
    }
}
