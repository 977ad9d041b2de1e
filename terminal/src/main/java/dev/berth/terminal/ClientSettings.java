package dev.berth.terminal;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Settings for clients of Kafka and the registry, in a properties file. Stateless. */
public final class ClientSettings {
    private ClientSettings() {}

    /** @throws CannotRunException if there is no such file, or it is something else */
    public static ImmutableMap<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRunException("cannot read the client settings in " + file + ": " + e, e);
        }
        return Maps.fromProperties(properties);
    }
}
