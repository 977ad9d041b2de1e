package dev.berth.agent.command;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What the agent's options are where the command line does not say: each has a variable of the environment,
 * BERTH_AGENT_ and its name, and a key in a properties file, its name. The variable wins over the file, and the file
 * over the default. What nobody knows is refused, for it may be a limit that someone believes to be set. Immutable.
 */
final class AgentConfig implements IDefaultValueProvider {
    static final String PREFIX = "BERTH_AGENT_";
    static final String CONFIG = "config";

    /** What is asked of one run, or names the file itself. */
    private static final ImmutableSortedSet<String> COMMAND_LINE_ALONE =
            ImmutableSortedSet.of(CONFIG, "dry-run", "help", "json", "once", "version");

    private static final int BYTES_MAX = 64 * 1024;

    private final ImmutableSortedMap<String, String> values;

    private AgentConfig(ImmutableSortedMap<String, String> values) {
        this.values = values;
    }

    /** The options that a file may set, by their names without dashes. */
    static ImmutableSortedSet<String> keys(CommandSpec agent) {
        return agent.options().stream()
                .map(AgentConfig::key)
                .filter(key -> !COMMAND_LINE_ALONE.contains(key))
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    /**
     * What environment and file say.
     *
     * @param agent the command whose options they are
     * @param file nothing is read if it is null
     * @throws CannotRunException if the file cannot be used, or something is set that is no option or has no value
     */
    static AgentConfig read(CommandSpec agent, Map<String, String> environment, Path file) {
        ImmutableSortedSet<String> keys = keys(agent);
        TreeMap<String, String> values = new TreeMap<>();
        if (file != null) {
            properties(file).forEach((key, value) -> put(values, keys, key.toString(), value.toString(), file + ""));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(variable(CONFIG))) {
                put(values, keys, key(name), value, "the environment");
            }
        });
        return new AgentConfig(ImmutableSortedMap.copyOfSorted(values));
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? values.get(key(option)) : null;
    }

    /** The variable of a key. */
    static String variable(String key) {
        return PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String key(String variable) {
        return variable.substring(PREFIX.length()).replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static String key(OptionSpec option) {
        return CharMatcher.is('-').trimLeadingFrom(option.longestName());
    }

    private static void put(
            TreeMap<String, String> values, ImmutableSortedSet<String> keys, String key, String value, String where) {
        boolean isVariable = where.equals("the environment");
        if (!keys.contains(key)) {
            String given = isVariable ? variable(key) : key;
            String hint = COMMAND_LINE_ALONE.contains(key)
                    ? "it is for the command line alone"
                    : NearestName.of(key, keys)
                            .map(near -> "did you mean " + (isVariable ? variable(near) : near) + "?")
                            .orElse("the options of berth-agent --help are, without their dashes");
            throw new CannotRunException("in " + where + ", " + given + " is no setting of the agent; " + hint);
        }
        if (value.isBlank()) {
            throw new CannotRunException("in " + where + ", " + (isVariable ? variable(key) : key)
                    + " has no value; leave it out where the default is meant");
        }
        values.put(key, value.strip());
    }

    private static Properties properties(Path file) {
        Properties properties = new GivenOnce();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(SecretFile.read(file, BYTES_MAX)))
                    .toString();
            properties.load(new StringReader(text));
        } catch (CharacterCodingException e) {
            throw new CannotRunException("the configuration in " + file + " cannot be used: it is not UTF-8", e);
        } catch (UnusableFileException e) {
            throw new CannotRunException("the configuration cannot be used: " + e.getMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRunException("the configuration in " + file + " cannot be used: " + e.getMessage(), e);
        }
        return properties;
    }

    /** With two values for one key, one would be silently ignored. */
    private static final class GivenOnce extends Properties {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw new IllegalArgumentException(key + " is given twice");
            }
            return super.put(key, value);
        }
    }
}
