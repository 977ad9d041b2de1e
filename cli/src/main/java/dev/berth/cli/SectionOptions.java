package dev.berth.cli;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.terminal.config.NearestName;
import dev.berth.terminal.config.Settings;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which sections of a configuration are meant. A mixin. */
final class SectionOptions {
    @Parameters(
            paramLabel = "SECTION",
            arity = "0..*",
            description = "Sections of the configuration: serve, up, agent, common (default: all).")
    private List<String> sections = List.of();

    /** Whether any was named. */
    boolean areGiven() {
        return !sections.isEmpty();
    }

    /** @throws ParameterException of the command if one is none */
    List<String> chosen(Settings settings, CommandSpec command) {
        ImmutableSortedSet<String> known =
                ImmutableSortedSet.copyOf(settings.sections().keySet());
        for (String section : sections) {
            if (!known.contains(section)) {
                throw new ParameterException(
                        command.commandLine(),
                        "expected a section but got '" + section + "'; "
                                + NearestName.of(section, known)
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse("there are " + String.join(", ", known)));
            }
        }
        return sections.isEmpty() ? settings.sections().keySet().asList() : sections;
    }
}
