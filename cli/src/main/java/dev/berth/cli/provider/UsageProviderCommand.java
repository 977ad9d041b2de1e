package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "provider",
        header = "Show what is used of a provider, by class.",
        descriptionHeading = "%n",
        description = {"berth inventory show has it beside what there is. As JSON it is what the API answers."},
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the usage is shown, also if there is none",
            "1:the service does not answer, or refuses it, or has no such provider; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth usage provider node1"})
final class UsageProviderCommand implements Callable<Integer> {
    @Mixin
    private ProviderReference provider;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open().asOf(asOf);
        JsonNode answer = placement.get("/resource_providers/" + provider.uuid(placement) + "/usages");
        print.show(answer, out -> show(out, answer.path("usages")));
        return ExitCode.OK;
    }

    private void show(PrintWriter out, JsonNode usages) {
        if (usages.isEmpty()) {
            out.println(Printable.of(provider.text() + " has no inventory."));
            return;
        }
        Table table = new Table("CLASS", "USED");
        usages.properties()
                .forEach(used -> table.row(used.getKey(), used.getValue().asText()));
        table.lines().forEach(out::println);
    }
}
