package dev.berth.cli;

import dev.berth.terminal.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command in the language of man(7), made from what picocli knows of it. For one page. */
final class ManPage {
    private final CommandSpec command;
    private final StringBuilder text = new StringBuilder();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** The name of a command's page: that of the command with dashes for blanks. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    static String of(CommandSpec command) {
        return new ManPage(command).page();
    }

    private String page() {
        line(".TH \"" + name(command).toUpperCase(Locale.ROOT) + "\" \"1\" \"\" \"berth " + escaped(Version.number())
                + "\" \"Berth\"");
        // Words of the page are no sentences of a language that groff could hyphenate.
        line(".nh");
        line(".ad l");
        section("NAME");
        line(escaped(name(command)) + " \\- " + escaped(purpose()));
        section("SYNOPSIS");
        line("\\fB" + escaped(command.qualifiedName()) + "\\fR" + synopsis());
        section("DESCRIPTION");
        line(escaped(words(command.usageMessage().description())));
        parameters();
        options();
        commands();
        exitStatus();
        examples();
        return text.toString();
    }

    private String purpose() {
        String[] header = command.usageMessage().header();
        return header.length > 0 ? words(header).replaceAll("\\.$", "") : "keeps account of hosts and who holds them";
    }

    private String synopsis() {
        String all = new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
        String flat = all.replaceAll("\\s+", " ").strip();
        return " "
                + escaped(flat.substring(
                                Math.min(flat.length(), command.qualifiedName().length()))
                        .strip());
    }

    private void parameters() {
        List<PositionalParamSpec> parameters = command.positionalParameters();
        if (!parameters.isEmpty()) {
            section("ARGUMENTS");
            parameters.forEach(parameter -> item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter));
        }
    }

    private void options() {
        section("OPTIONS");
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted((one, other) -> one.longestName().compareTo(other.longestName()))
                .forEach(option -> item(tag(option), option));
    }

    private static String tag(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(option.negatable() ? name.replaceFirst("^--", "--[no-]") : name) + "\\fR")
                .collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    }

    private void item(String tag, ArgSpec argument) {
        line(".TP");
        line(tag);
        line(escaped(words(argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", candidates(argument))));
    }

    private static String candidates(ArgSpec argument) {
        if (argument.completionCandidates() == null) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        argument.completionCandidates()
                .forEach(one -> all.append(all.length() == 0 ? "" : ", ").append(one));
        return all.toString();
    }

    private void commands() {
        Map<String, CommandLine> commands = command.subcommands();
        if (commands.values().stream().anyMatch(ManPage::isShown)) {
            section("COMMANDS");
            commands.values().stream().filter(ManPage::isShown).forEach(sub -> {
                line(".TP");
                line("\\fB" + escaped(name(sub.getCommandSpec())) + "\\fR(1)");
                line(escaped(words(sub.getCommandSpec().usageMessage().header())));
            });
        }
    }

    static boolean isShown(CommandLine command) {
        return !command.getCommandSpec().usageMessage().hidden();
    }

    private void exitStatus() {
        Map<String, String> codes = command.usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            section("EXIT STATUS");
            codes.forEach((code, meaning) -> {
                line(".TP");
                line(escaped(code.strip()));
                line(escaped(meaning.strip()));
            });
        }
    }

    private void examples() {
        String[] footer = command.usageMessage().footer();
        if (footer.length > 0) {
            section("EXAMPLES");
            line(".nf");
            for (String example : footer) {
                line(escaped(example.replace("${COMMAND-FULL-NAME}", command.qualifiedName())));
            }
            line(".fi");
        }
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String words(String[] texts) {
        return String.join(" ", texts)
                .replace("%n", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** What begins a request or an escape of roff's is made text. */
    private static String escaped(String words) {
        StringBuilder text = new StringBuilder();
        words.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> text.append("\\e");
                case '-' -> text.append("\\-");
                default -> {
                    if (point < 0x7f) {
                        text.append((char) point);
                    } else {
                        text.append(String.format("\\[u%04X]", point));
                    }
                }
            }
        });
        String safe = text.toString();
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
