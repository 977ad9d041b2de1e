package dev.berth.terminal.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What the options of a program are where the command line does not say. The environment wins over the file, and what
 * is said of one command over what is said of all. What nobody knows is a problem, for it may be a limit that somebody
 * believes to be set; problems are kept, so that help can be had and each be told, and nothing is run while there are
 * any. One thread.
 */
public final class Configuration implements IDefaultValueProvider {
    /** The option, and the variable, that names the file. */
    public static final String OPTION = "--config";

    public static final String VARIABLE = Setting.PREFIX + "CONFIG";

    private final Settings settings;
    private final ConfigPlaces places;
    private Optional<String> named = Optional.empty();
    private Optional<ConfigSources> sources = Optional.empty();

    /** @param root the program's root command, with all of its subcommands */
    public Configuration(CommandSpec root, ConfigPlaces places) {
        this.settings = Settings.of(root);
        this.places = places;
    }

    /** That of a program that was made with one. */
    public static Configuration of(CommandSpec command) {
        return (Configuration) command.root().defaultValueProvider();
    }

    /** Takes the file's name from the command line before that is understood, for what is understood depends on it. */
    public void readFor(List<String> arguments) {
        named = named(arguments);
        sources = Optional.empty();
    }

    private static Optional<String> named(List<String> arguments) {
        String prefix = OPTION + "=";
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            if (arguments.get(i).startsWith(prefix)) {
                return Optional.of(arguments.get(i).substring(prefix.length()));
            }
            if (arguments.get(i).equals(OPTION) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    public Settings settings() {
        return settings;
    }

    public ConfigPlaces places() {
        return places;
    }

    /** The file that is read; empty if there is none. */
    public Optional<Path> file() {
        return sources().file();
    }

    /** What is wrong with file and environment, a line each. */
    public ImmutableList<String> problems() {
        return sources().problems();
    }

    /** Variables with our prefix that set nothing, and may be somebody else's. */
    public ImmutableList<String> strangers() {
        return sources().strangers();
    }

    /** What is set, by its setting, whether or not another setting wins over it. */
    public ImmutableMap<Setting, ConfiguredValue> values() {
        return sources().values();
    }

    /** What stands for a setting of a section: its own value, or that of all commands. */
    public Optional<ConfiguredValue> valueOf(Setting setting) {
        return valueOf(Optional.of(setting), settings.commonOf(setting.option()));
    }

    /** What stands for an option, if anything was said of it. */
    public Optional<ConfiguredValue> valueOf(OptionSpec option) {
        return valueOf(settings.of(option.command(), option), settings.commonOf(option));
    }

    private Optional<ConfiguredValue> valueOf(Optional<Setting> own, Optional<Setting> common) {
        ConfigSources found = sources();
        return own.flatMap(found::inEnvironment)
                .or(() -> common.flatMap(found::inEnvironment))
                .or(() -> own.flatMap(found::inFile))
                .or(() -> common.flatMap(found::inFile));
    }

    /** The variable of the environment that sets an option, for every command if there is such a one. */
    public Optional<String> variableOf(OptionSpec option) {
        return settings.commonOf(option)
                .or(() -> settings.of(option.command(), option))
                .map(Setting::variable);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? valueOf(option).map(value -> literal(value.text())).orElse(null)
                : null;
    }

    /** Variables in a default would be replaced, and a token may have a dollar sign. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    /**
     * Refuses to run a command with a configuration that has problems.
     *
     * @throws UnusableConfigException that has them all
     */
    public void requireSound(CommandSpec command) {
        if (!Settings.areIn(command)) {
            return;
        }
        ImmutableList<String> problems = sources().problems();
        if (!problems.isEmpty()) {
            throw new UnusableConfigException(String.join("\n", problems));
        }
        if (Settings.sectionOf(command).isPresent() && sources().isUnreadable()) {
            throw new UnusableConfigException(places.usualFile() + " is there but cannot be read: permission denied");
        }
    }

    private ConfigSources sources() {
        if (sources.isEmpty()) {
            sources = Optional.of(read());
        }
        return sources.get();
    }

    private ConfigSources read() {
        try {
            Optional<Path> path = named.map(name -> path(OPTION, name))
                    .or(() -> Optional.ofNullable(places.environment().get(VARIABLE))
                            .map(name -> path(VARIABLE, name)));
            boolean isUsual = path.isEmpty() && Files.exists(places.usualFile());
            boolean isUnreadable = isUsual && !Files.isReadable(places.usualFile());
            if (isUsual && !isUnreadable) {
                path = Optional.of(places.usualFile());
            }
            return ConfigSources.read(settings, places.environment(), path, isUnreadable);
        } catch (UnusableConfigException e) {
            return ConfigSources.broken(e.getMessage());
        }
    }

    private static Path path(String setting, String name) {
        if (name.isBlank()) {
            throw new UnusableConfigException(setting + " has no value; leave it out where the default is meant");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UnusableConfigException("expected " + setting + " to be a file but got " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "the configuration";
    }
}
