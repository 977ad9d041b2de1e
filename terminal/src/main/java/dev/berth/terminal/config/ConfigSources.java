package dev.berth.terminal.config;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.credentials.SecretFile;
import dev.berth.events.model.EditDistance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** File and environment as they are, held against what can be set. Immutable once read. */
final class ConfigSources {
    /** What other parts of Berth take from the environment by themselves. */
    private static final ImmutableSortedSet<String> OTHERS =
            ImmutableSortedSet.of(Configuration.VARIABLE, Setting.JAVA_OPTS);

    /** What Kubernetes gives to the pods beside a service whose name begins with berth. */
    private static final Pattern KUBERNETES = Pattern.compile(
            "BERTH_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT[A-Z0-9_]*|PORT(?:_[0-9]+_[A-Z]+(?:_[A-Z]+)?)?)");

    /** Would be taken for where to write, and be looked at by nobody: what it is set for would go elsewhere. */
    private static final String REGION = Setting.PREFIX + "REGION";

    private static final int NAME_MAX = 64;
    private static final int TYPING_ERRORS_MAX = 2;

    private final Settings settings;
    private final Map<Setting, ConfiguredValue> ofEnvironment = new LinkedHashMap<>();
    private final Map<Setting, ConfiguredValue> ofFile = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>();
    private final Optional<Path> file;
    private final boolean isUnreadable;

    private ConfigSources(Settings settings, Optional<Path> file, boolean isUnreadable) {
        this.settings = settings;
        this.file = file;
        this.isUnreadable = isUnreadable;
    }

    static ConfigSources read(
            Settings settings,
            ImmutableSortedMap<String, String> environment,
            Optional<Path> file,
            boolean isUnreadable) {
        ConfigSources sources = new ConfigSources(settings, file, isUnreadable);
        file.ifPresent(sources::readFile);
        sources.readEnvironment(environment);
        return sources;
    }

    /** Where it is not even known which file is meant. */
    static ConfigSources broken(String problem) {
        ConfigSources sources = new ConfigSources(null, Optional.empty(), false);
        sources.problems.add(problem);
        return sources;
    }

    private void readFile(Path path) {
        try {
            for (ConfigFile.Given given : ConfigFile.read(path)) {
                put(path + ":" + given.line(), given);
            }
        } catch (UnusableConfigException e) {
            problems.add(e.getMessage());
            return;
        }
        if (SecretFile.isReadableByAll(path)) {
            ofFile.keySet().stream()
                    .filter(Setting::isSecret)
                    .forEach(secret -> problems.add(path + " has " + secret.key() + ", a secret, and every account of "
                            + "this machine can read it: chmod o-r " + path));
        }
    }

    private void put(String where, ConfigFile.Given given) {
        ImmutableSortedMap<String, Setting> section = settings.sections().get(given.section());
        if (section == null) {
            ImmutableSortedSet<String> known =
                    ImmutableSortedSet.copyOf(settings.sections().keySet());
            problems.add(where + ": " + given.section() + " is no section; "
                    + hint(given.section(), known, "there are " + String.join(", ", known)));
            return;
        }
        Setting setting = section.get(given.key());
        if (setting == null) {
            problems.add(where + ": " + given.key() + " is no setting in the section " + given.section() + "; "
                    + elsewhere(given.key())
                            .orElseGet(() -> hint(
                                    given.key(),
                                    section.keySet(),
                                    "'berth config sample' has them all, and --help of a command says what they are")));
            return;
        }
        text(where, setting, given).ifPresent(text -> ofFile.put(setting, new ConfiguredValue(setting, text, where)));
    }

    private Optional<String> text(String where, Setting setting, ConfigFile.Given given) {
        if (given.isList() && !setting.isMany()) {
            problems.add(where + ": expected one value for " + given.key() + " but got a list");
        } else if (given.values().isEmpty() && !given.isList()
                || given.values().stream().anyMatch(String::isBlank)) {
            problems.add(where + ": " + given.key() + " has no value; leave it out where the default is meant");
        } else if (given.values().stream()
                .anyMatch(value -> CharMatcher.javaIsoControl().matchesAnyOf(value))) {
            problems.add(where + ": expected a value of " + given.key() + " in one line");
        } else if (!given.values().isEmpty()) {
            return Optional.of(String.join(separator(setting), given.values()));
        }
        return Optional.empty();
    }

    private static String separator(Setting setting) {
        String split = setting.option().splitRegex();
        return split.isEmpty() ? Setting.NEXT : split;
    }

    /** What is right in another section was not mistyped. */
    private Optional<String> elsewhere(String key) {
        String others = settings.sections().entrySet().stream()
                .filter(section -> section.getValue().containsKey(key))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? Optional.empty() : Optional.of("it is one in " + others);
    }

    private static String hint(String given, ImmutableSortedSet<String> known, String otherwise) {
        return NearestName.of(given, known)
                .map(near -> "did you mean " + near + "?")
                .orElse(otherwise);
    }

    private void readEnvironment(ImmutableSortedMap<String, String> environment) {
        ImmutableSortedMap<String, Setting> byVariable = settings.sections().values().stream()
                .flatMap(section -> section.values().stream())
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        Comparator.<String>naturalOrder(), Setting::variable, setting -> setting, (one, same) -> one));
        environment.tailMap(Setting.PREFIX).forEach((name, value) -> {
            Setting setting = byVariable.get(name);
            if (!name.startsWith(Setting.PREFIX) || OTHERS.contains(name)) {
                return;
            }
            if (setting == null && name.equals(REGION)) {
                problems.add("in the environment, " + REGION + " is no setting; give a command --region, or put "
                        + "/regions/NAME behind the URL of the service");
            } else if (setting == null) {
                refuseOrNote(name, byVariable.keySet());
            } else if (value.isBlank()) {
                problems.add(name + " has no value; unset it where the default is meant");
            } else {
                ofEnvironment.put(setting, new ConfiguredValue(setting, ofVariable(setting, value), name));
            }
        });
    }

    /** Several values stand beside each other, for a variable with lines is hard to write. */
    private static String ofVariable(Setting setting, String value) {
        return setting.isMany() && separator(setting).equals(Setting.NEXT)
                ? String.join(
                        Setting.NEXT,
                        Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().split(value))
                : value.strip();
    }

    private void refuseOrNote(String name, ImmutableSortedSet<String> known) {
        boolean isOfSection = settings.sections().keySet().stream()
                .filter(section -> !section.equals(Setting.COMMON))
                .anyMatch(section -> name.startsWith(Setting.PREFIX + Setting.name(section) + "_"));
        ImmutableSortedSet<String> all = ImmutableSortedSet.<String>naturalOrder()
                .addAll(known)
                .addAll(OTHERS)
                .build();
        boolean isMistyped = name.length() <= NAME_MAX
                && all.stream().anyMatch(other -> EditDistance.between(name, other) <= TYPING_ERRORS_MAX);
        if (KUBERNETES.matcher(name).matches() || !isOfSection && !isMistyped) {
            strangers.add(name);
        } else {
            problems.add("in the environment, " + name + " is no setting; "
                    + hint(name, all, "'berth config sample' has them all"));
        }
    }

    Optional<ConfiguredValue> inEnvironment(Setting setting) {
        return Optional.ofNullable(ofEnvironment.get(setting));
    }

    Optional<ConfiguredValue> inFile(Setting setting) {
        return Optional.ofNullable(ofFile.get(setting));
    }

    ImmutableMap<Setting, ConfiguredValue> values() {
        Map<Setting, ConfiguredValue> all = new LinkedHashMap<>(ofFile);
        all.putAll(ofEnvironment);
        return ImmutableMap.copyOf(all);
    }

    ImmutableList<String> problems() {
        return ImmutableList.copyOf(problems);
    }

    ImmutableList<String> strangers() {
        return ImmutableList.copyOf(strangers);
    }

    Optional<Path> file() {
        return file;
    }

    boolean isUnreadable() {
        return isUnreadable;
    }
}
