package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciFlavor;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List the PCI flavors of a region.",
        description = "Shows each flavor with what it selects: attributes of one alternative with commas between them, "
                + "alternatives with the word or.",
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the flavors are listed, if there are any",
            "1:the service does not answer, or refuses",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth flavor list", "  berth flavor list --region east --json"})
final class FlavorListCommand implements Callable<Integer> {
    @Mixin
    private ServiceClient service;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        service.ask(asOf);
        JsonNode answer = service.get(FlavorJson.PATH).orElseThrow().json();
        print.show(answer, out -> table(answer.path("flavors")).lines().forEach(out::println));
        return ExitCode.OK;
    }

    static Table table(Iterable<JsonNode> flavors) {
        Table table = Table.ofTexts("NAME", "NUMA POLICY", "SELECTS", "DESCRIPTION");
        for (JsonNode json : flavors) {
            PciFlavor flavor = FlavorJson.read(json);
            table.row(
                    flavor.name(),
                    flavor.policy().map(NumaPolicy::text).orElse("-"),
                    FlavorJson.selection(flavor),
                    flavor.description().orElse(""));
        }
        return table;
    }
}
