package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.config.Configuration;
import dev.berth.terminal.config.ConfiguredValue;
import dev.berth.terminal.config.Setting;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        header = "Show what is set, and who has set it.",
        description = {
            "Lists what file and environment set for each command, after it is decided which of them wins; with --all, "
                    + "the defaults of what nobody sets as well. Secrets are not shown."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown",
            "1:something in file or environment cannot be used; what can be is shown",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth config show", "  berth config show serve --all", "  berth config show --json"})
final class ConfigShowCommand implements Callable<Integer> {
    private static final String HIDDEN = "(a secret)";

    /** Some clients take a user and a password in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*@");

    @Spec
    private CommandSpec spec;

    @Option(names = "--all", description = "Show what nobody sets as well, with its default.")
    private boolean areAll;

    @Mixin
    private SectionOptions sections;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() {
        Configuration configuration = Configuration.of(spec);
        ArrayNode settings = JsonNodeFactory.instance.arrayNode();
        for (String section : sections.chosen(configuration.settings(), spec)) {
            configuration.settings().sections().get(section).values().forEach(setting -> {
                Optional<ConfiguredValue> value = configuration.valueOf(setting);
                if (value.isPresent() || areAll) {
                    settings.add(row(setting, value));
                }
            });
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("file", configuration.file().map(Path::toString).orElse(null));
        answer.set("settings", settings);
        configuration.problems().forEach(answer.withArray("problems")::add);
        print.show(answer, out -> show(out, answer));
        return configuration.problems().isEmpty() ? ExitCode.OK : ExitCode.COULD_NOT_RUN;
    }

    private static ObjectNode row(Setting setting, Optional<ConfiguredValue> value) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("section", setting.section());
        row.put("name", setting.key());
        String text = value.map(ConfiguredValue::text).orElse(usual(setting));
        row.put("value", text == null ? null : setting.isSecret() ? HIDDEN : shown(text));
        row.put("from", value.map(ConfiguredValue::from).orElse("default"));
        return row;
    }

    private static String shown(String text) {
        return USER_INFO.matcher(text.replace(Setting.NEXT, " ")).replaceAll("");
    }

    private static String usual(Setting setting) {
        String usual = setting.option().defaultValue();
        return usual == null && setting.isFlag() ? "false" : usual;
    }

    private static void show(PrintWriter out, ObjectNode answer) {
        out.println("File: " + answer.path("file").asText("none"));
        if (answer.path("settings").isEmpty()) {
            out.println("Nothing is set.");
        } else {
            Table table = Table.ofTexts("SECTION", "NAME", "VALUE", "FROM");
            answer.path("settings")
                    .forEach(row -> table.row(
                            row.path("section").asText(),
                            row.path("name").asText(),
                            row.path("value").isNull() ? "-" : row.path("value").asText(),
                            row.path("from").asText()));
            table.lines().forEach(out::println);
        }
        answer.path("problems").forEach(problem -> out.println("wrong: " + problem.asText()));
    }
}
