package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.QueryText;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "project",
        header = "Show what a project uses, by the type of its consumers.",
        descriptionHeading = "%n",
        description = {
            "Types of consumers, such as INSTANCE and MIGRATION, are told from 1.38 on; older versions have one sum. "
                    + "As JSON it is what the API answers."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the usage is shown, also if there is none",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth usage project 4a8c5d0c8e3f4d6b9a1e2f3a4b5c6d7e",
            "  berth usage project 4a8c5d0c8e3f4d6b9a1e2f3a4b5c6d7e --type MIGRATION --json"
        })
final class UsageProjectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROJECT", description = "The project's id.")
    private String project;

    @Option(names = "--user", paramLabel = "USER", description = "Only what this user's consumers use.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only consumers of this type; all adds up all types, unknown is of those without one.")
    private Optional<String> type = Optional.empty();

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement
                .open(type.isPresent() ? Feature.CONSUMER_TYPES : Feature.TOTAL_USAGES, "this usage")
                .asOf(asOf);
        QueryText query = new QueryText().add("project_id", project);
        user.ifPresent(name -> query.add("user_id", name));
        type.ifPresent(name -> query.add("consumer_type", name));
        JsonNode answer = placement.get(query.on("/usages"));
        print.show(answer, out -> show(out, answer.path("usages")));
        return ExitCode.OK;
    }

    private void show(PrintWriter out, JsonNode usages) {
        if (usages.isEmpty()) {
            out.println("Nothing is used.");
            return;
        }
        Table table;
        if (placement.has(Feature.CONSUMER_TYPES)) {
            table = Table.ofTexts("TYPE", "CONSUMERS", "CLASS", "USED");
            usages.properties().forEach(ofType -> addTo(table, ofType));
        } else {
            table = new Table("CLASS", "USED");
            usages.properties()
                    .forEach(used -> table.row(used.getKey(), used.getValue().asText()));
        }
        table.lines().forEach(out::println);
    }

    private static void addTo(Table table, Map.Entry<String, JsonNode> ofType) {
        String consumers = ofType.getValue().path("consumer_count").asText();
        ofType.getValue().properties().stream()
                .filter(used -> !used.getKey().equals("consumer_count"))
                .forEach(used -> table.row(
                        ofType.getKey(),
                        consumers,
                        used.getKey(),
                        used.getValue().asText()));
    }
}
