package dev.berth.terminal.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A configuration with all that can be set, each with what its option says of itself. Stateless. */
public final class ConfigSample {
    private static final int WIDTH = 96;

    private ConfigSample() {}

    /**
     * The text of a file that sets nothing.
     *
     * @param program whose configuration it is
     * @param sections those that are wanted of all that there are
     */
    public static String of(String program, Settings settings, Collection<String> sections) {
        StringBuilder text = new StringBuilder();
        Setting example = example(settings);
        paragraph(
                text,
                "# ",
                "The configuration of " + program + ": options of its commands by name. Each can also be said on the "
                        + "command line (" + example.option().longestName() + " "
                        + example.option().defaultValue()
                        + "), or as a variable of the environment, which is BERTH_, the section unless it is common, "
                        + "and the name (" + example.variable() + "). The command line wins over "
                        + "the environment, the environment over what stands here, and a section over the common one. "
                        + "What begins with # and has a colon is the default, or the form of a value where there is "
                        + "none. An unknown name is an error.");
        for (Map.Entry<String, ImmutableSortedMap<String, Setting>> section :
                settings.sections().entrySet()) {
            if (sections.contains(section.getKey())) {
                section(text, section.getKey(), section.getValue());
            }
        }
        return text.toString();
    }

    private static Setting example(Settings settings) {
        return settings.sections().values().stream()
                .flatMap(section -> section.values().stream())
                .filter(setting -> !setting.section().equals(Setting.COMMON))
                .filter(setting -> setting.option().defaultValue() != null)
                .findFirst()
                .orElseThrow();
    }

    private static void section(StringBuilder text, String name, ImmutableSortedMap<String, Setting> settings) {
        text.append('\n').append(name).append(":\n");
        boolean isCommon = name.equals(Setting.COMMON);
        paragraph(
                text,
                "  # ",
                isCommon
                        ? "For every command that has the option. One that writes a log anew, as restore and refold "
                                + "do, takes what is of Kafka from the command line alone."
                        : "For this command alone; what stands in the common section may stand here too.");
        settings.values().forEach(setting -> {
            text.append('\n');
            paragraph(text, "  # ", description(setting));
            text.append("  #")
                    .append(setting.key())
                    .append(": ")
                    .append(value(setting))
                    .append('\n');
        });
    }

    private static String description(Setting setting) {
        return String.join(" ", setting.option().description())
                .replace("${DEFAULT-VALUE}", String.valueOf(setting.option().defaultValue()));
    }

    private static String value(Setting setting) {
        String label = setting.option().paramLabel();
        if (setting.isFlag()) {
            return "false";
        }
        if (setting.isMany()) {
            return "[" + label + "]";
        }
        String usual = setting.option().defaultValue();
        return usual == null || usual.isEmpty() ? label : usual;
    }

    private static void paragraph(StringBuilder text, String prefix, String words) {
        List<String> line = new ArrayList<>();
        int length = prefix.length();
        for (String word :
                ImmutableList.copyOf(Splitter.on(' ').omitEmptyStrings().split(words.replaceAll("\\s+", " ")))) {
            if (length + word.length() > WIDTH && !line.isEmpty()) {
                text.append(prefix).append(String.join(" ", line)).append('\n');
                line.clear();
                length = prefix.length();
            }
            line.add(word);
            length += word.length() + 1;
        }
        text.append(prefix).append(String.join(" ", line)).append('\n');
    }
}
