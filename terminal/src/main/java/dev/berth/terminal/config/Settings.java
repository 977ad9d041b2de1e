package dev.berth.terminal.config;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All that can be set of a program, found by a walk over its commands. Immutable. */
public final class Settings {
    private final ImmutableMap<String, ImmutableSortedMap<String, Setting>> sections;

    private Settings(ImmutableMap<String, ImmutableSortedMap<String, Setting>> sections) {
        this.sections = sections;
    }

    /** Those of a program, given its root command. */
    public static Settings of(CommandSpec root) {
        TreeMap<String, Setting> common = new TreeMap<>();
        ImmutableMap.Builder<String, ImmutableSortedMap<String, Setting>> own = ImmutableMap.builder();
        collect(root, common, own);
        return new Settings(ImmutableMap.<String, ImmutableSortedMap<String, Setting>>builder()
                .put(Setting.COMMON, ImmutableSortedMap.copyOfSorted(common))
                .putAll(own.build())
                .buildOrThrow());
    }

    private static void collect(
            CommandSpec command,
            Map<String, Setting> common,
            ImmutableMap.Builder<String, ImmutableSortedMap<String, Setting>> sections) {
        for (OptionSpec option : command.options()) {
            if (Setting.isCommon(option)) {
                common.merge(Setting.key(option), new Setting(Setting.COMMON, option), Settings::stricter);
            }
        }
        sectionOf(command).ifPresent(section -> sections.put(section, own(command, section)));
        for (CommandLine sub : command.subcommands().values()) {
            collect(sub.getCommandSpec(), common, sections);
        }
    }

    /** Of two options with one name, the one that says more of what its value has to be. */
    private static Setting stricter(Setting one, Setting other) {
        return one.option().converters().length == 0 && other.option().converters().length > 0 ? other : one;
    }

    private static ImmutableSortedMap<String, Setting> own(CommandSpec command, String section) {
        ImmutableSortedMap.Builder<String, Setting> own = ImmutableSortedMap.naturalOrder();
        command.options().stream()
                .filter(Setting::isOfSection)
                .map(option -> new Setting(section, option))
                .forEach(setting -> own.put(setting.key(), setting));
        return own.build();
    }

    /** The section of a command that has one. */
    static Optional<String> sectionOf(CommandSpec command) {
        return Optional.ofNullable(command.userObject())
                .map(object -> object.getClass().getAnnotation(Section.class))
                .map(Section::value);
    }

    /** Whether anything of a command can be set, beside what every command takes. */
    static boolean areIn(CommandSpec command) {
        return sectionOf(command).isPresent()
                || command.options().stream().anyMatch(option -> !option.inherited() && Setting.isCommon(option));
    }

    /** By section and key; the common section is the first. */
    public ImmutableMap<String, ImmutableSortedMap<String, Setting>> sections() {
        return sections;
    }

    /** The setting of a section, or else the common one, that stands for an option of a command. */
    Optional<Setting> of(CommandSpec command, OptionSpec option) {
        return Setting.isOfSection(option)
                ? sectionOf(command).map(section -> sections.get(section)).map(own -> own.get(Setting.key(option)))
                : Optional.empty();
    }

    Optional<Setting> commonOf(OptionSpec option) {
        return Setting.isCommon(option)
                ? Optional.ofNullable(sections.get(Setting.COMMON).get(Setting.key(option)))
                : Optional.empty();
    }
}
