package dev.berth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.CountText;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.config.CheckedCommand;
import dev.berth.terminal.config.Configuration;
import dev.berth.terminal.config.ConfiguredValue;
import dev.berth.terminal.config.Setting;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        header = "Say whether file and environment can be used.",
        description = {
            "Looks for unknown names, values that are none and options that do not go together, reads the files that "
                    + "are named, and starts nothing. Commands are checked that something is set for, or those that "
                    + "are named."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:nothing is wrong",
            "1:something is, and is named with where it stands",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth config check", "  berth config check serve --config berth.yaml"})
final class ConfigCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SectionOptions sections;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() {
        Configuration configuration = Configuration.of(spec);
        List<String> chosen = sections.chosen(configuration.settings(), spec);
        List<String> problems = new ArrayList<>(configuration.problems());
        configuration.values().values().forEach(value -> wrongValue(value).ifPresent(problems::add));
        if (problems.isEmpty()) {
            for (String section : chosen) {
                if (!section.equals(Setting.COMMON) && (sections.areGiven() || isSet(configuration, section))) {
                    contradiction(configuration, section).ifPresent(problems::add);
                }
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("file", configuration.file().map(Path::toString).orElse(null));
        answer.put("settings", configuration.values().size());
        problems.forEach(answer.withArray("problems")::add);
        configuration.strangers().forEach(answer.withArray("not_ours")::add);
        print.show(answer, out -> show(out, answer));
        return problems.isEmpty() ? ExitCode.OK : ExitCode.COULD_NOT_RUN;
    }

    private static boolean isSet(Configuration configuration, String section) {
        return configuration.values().keySet().stream()
                .anyMatch(setting -> setting.section().equals(section));
    }

    /** Each value is read as its option reads it, by itself, so that all that are wrong are told. */
    private static Optional<String> wrongValue(ConfiguredValue value) {
        OptionSpec option = value.setting().option();
        CommandSpec alone = CommandSpec.create()
                .addOption(OptionSpec.builder(option)
                        .arity(value.setting().isFlag() ? "1" : option.arity().toString())
                        .build());
        try {
            new CommandLine(alone).parseArgs(option.longestName(), value.text());
            return Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(value.from() + ": " + words(e));
        }
    }

    /** What the command itself would say before it starts anything. */
    private static Optional<String> contradiction(Configuration configuration, String section) {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        CommandLine program = Berth.commandLine(configuration.places(), nobody, nobody);
        Configuration.of(program.getCommandSpec())
                .readFor(configuration
                        .file()
                        .map(file -> List.of(Configuration.OPTION, file.toString()))
                        .orElse(List.of()));
        try {
            program.parseArgs(section);
            if (program.getSubcommands().get(section).getCommand() instanceof CheckedCommand command) {
                command.check();
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(section + ": " + words(e));
        }
    }

    private static String words(RuntimeException failure) {
        return FailureWords.withoutClasses(String.valueOf(failure.getMessage()));
    }

    private static void show(PrintWriter out, ObjectNode answer) {
        out.println("File: " + answer.path("file").asText("none"));
        answer.path("not_ours")
                .forEach(name -> out.println("note: " + name.asText() + " in the environment sets nothing of berth"));
        answer.path("problems").forEach(problem -> out.println("wrong: " + problem.asText()));
        if (answer.path("problems").isEmpty()) {
            out.println("Nothing is wrong with what is set: "
                    + CountText.of(answer.path("settings").asInt(), "setting") + ".");
        }
    }
}
