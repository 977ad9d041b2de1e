package dev.berth.cli.debug;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ClientSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings that a command runs with, as they may be shown: by the names of its options, without secrets. */
public final class ShownSettings {
    /** Options whose files are properties for clients, and are shown setting by setting. */
    private static final List<String> PROPERTIES = List.of("--client-config", "--registry-config");

    private ShownSettings() {}

    /** Those of a command whose line was parsed; options that have no value are left out. */
    public static ImmutableSortedMap<String, String> of(CommandSpec command) {
        TreeMap<String, String> values = new TreeMap<>();
        TreeMap<String, String> shown = new TreeMap<>();
        List<String> secret = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            text(option.getValue()).filter(text -> !option.usageHelp()).ifPresent(text -> {
                values.put(option.longestName(), text);
            });
        }
        values.forEach((name, value) -> {
            if (Secrets.isSecretName(name)) {
                secret.add(value);
                shown.put(name, Secrets.LEFT_OUT);
            } else {
                shown.put(name, value);
            }
        });
        for (String option : PROPERTIES) {
            if (values.containsKey(option)) {
                Map<String, String> settings = read(Path.of(values.get(option)));
                secret.addAll(secretsOf(settings));
                plain(settings).forEach((name, value) -> shown.put(option + " " + name, value));
            }
        }
        Secrets secrets = new Secrets(secret);
        shown.replaceAll((name, value) -> secrets.without(value));
        return ImmutableSortedMap.copyOf(shown);
    }

    /** The settings of a client in a properties file; those that may be secret without their values. */
    public static ImmutableSortedMap<String, String> plain(Map<String, String> settings) {
        TreeMap<String, String> shown = new TreeMap<>();
        settings.forEach((name, value) -> shown.put(name, Secrets.isPlainSetting(name) ? value : Secrets.LEFT_OUT));
        return ImmutableSortedMap.copyOf(shown);
    }

    /** What must not be told of such settings. */
    public static List<String> secretsOf(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> !Secrets.isPlainSetting(setting.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Map<String, String> read(Path file) {
        try {
            return ClientSettings.read(file);
        } catch (CannotRunException e) {
            // It was there when the command began; what matters is told by whoever needs it.
            return Map.of();
        }
    }

    private static Optional<String> text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.flatMap(ShownSettings::text);
        }
        if (value instanceof Collection<?> several) {
            List<String> texts =
                    several.stream().flatMap(each -> text(each).stream()).toList();
            return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", texts));
        }
        return Optional.ofNullable(value).map(Object::toString);
    }
}
